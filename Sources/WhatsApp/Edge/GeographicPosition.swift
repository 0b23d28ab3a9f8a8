import Glibc

/// A place on Earth.
package struct GeographicPosition: Hashable, Sendable {
    /// Degrees north, −90...90.
    package var latitude: Double
    /// Degrees east, −180...180.
    package var longitude: Double

    package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The way along the surface, on a sphere of Earth's mean radius: within 0.6 % of the true one.
    package func distanceMeters(to other: GeographicPosition) -> Double {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        func haversine(_ angle: Double) -> Double { (1 - cos(angle)) / 2 }
        let squaredHalfChord =
            haversine(radians(other.latitude - latitude))
            + cos(radians(latitude)) * cos(radians(other.latitude)) * haversine(radians(other.longitude - longitude))
        return 2 * 6_371_008.8 * asin(min(1, squaredHalfChord.squareRoot()))
    }

    /// The least time there and back: light in fibre covers about 200 km in a millisecond.
    package func leastRoundTripSeconds(to other: GeographicPosition) -> Double {
        distanceMeters(to: other) / 1e8
    }
}
