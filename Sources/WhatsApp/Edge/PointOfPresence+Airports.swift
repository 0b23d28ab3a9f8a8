extension PointOfPresence {
    /// The airports whose codes Meta's names are known to use in IATA's own sense, to two decimals (about a kilometre).
    ///
    /// From the airport data of OurAirports (public domain) by way of `airportsdata` (MIT). Left out are the codes in use that
    /// IATA gives to a place they can hardly mean, or to none: cdt, ecv, fml, frt, frx, ort, ssn, tir.
    static let airports: [String: GeographicPosition] = [
        "amd": .init(latitude: 23.08, longitude: 72.63),  // Ahmedabad
        "ams": .init(latitude: 52.31, longitude: 4.76),  // Amsterdam
        "arn": .init(latitude: 59.65, longitude: 17.92),  // Stockholm
        "atl": .init(latitude: 33.64, longitude: -84.43),  // Atlanta
        "ber": .init(latitude: 52.36, longitude: 13.50),  // Berlin
        "bkk": .init(latitude: 13.68, longitude: 100.75),  // Bangkok
        "blr": .init(latitude: 13.20, longitude: 77.71),  // Bengaluru
        "bog": .init(latitude: 4.70, longitude: -74.15),  // Bogotá
        "bom": .init(latitude: 19.09, longitude: 72.87),  // Mumbai
        "bsb": .init(latitude: -15.87, longitude: -47.92),  // Brasília
        "cgk": .init(latitude: -6.13, longitude: 106.66),  // Jakarta
        "del": .init(latitude: 28.57, longitude: 77.10),  // Delhi
        "den": .init(latitude: 39.86, longitude: -104.67),  // Denver
        "doh": .init(latitude: 25.26, longitude: 51.61),  // Doha
        "dub": .init(latitude: 53.42, longitude: -6.27),  // Dublin
        "dus": .init(latitude: 51.29, longitude: 6.77),  // Düsseldorf
        "fco": .init(latitude: 41.80, longitude: 12.25),  // Rome
        "for": .init(latitude: -3.78, longitude: -38.53),  // Fortaleza
        "fra": .init(latitude: 50.03, longitude: 8.54),  // Frankfurt
        "gig": .init(latitude: -22.81, longitude: -43.25),  // Rio de Janeiro
        "gru": .init(latitude: -23.44, longitude: -46.47),  // São Paulo
        "hbe": .init(latitude: 30.92, longitude: 29.70),  // Alexandria, Borg El Arab
        "hel": .init(latitude: 60.32, longitude: 24.96),  // Helsinki
        "hkg": .init(latitude: 22.31, longitude: 113.92),  // Hong Kong
        "hkt": .init(latitude: 8.11, longitude: 98.32),  // Phuket
        "iad": .init(latitude: 38.95, longitude: -77.46),  // Washington
        "itm": .init(latitude: 34.79, longitude: 135.44),  // Osaka, Itami
        "jnb": .init(latitude: -26.13, longitude: 28.24),  // Johannesburg
        "kul": .init(latitude: 2.75, longitude: 101.71),  // Kuala Lumpur
        "lax": .init(latitude: 33.94, longitude: -118.41),  // Los Angeles
        "lcy": .init(latitude: 51.51, longitude: 0.06),  // London, City
        "lga": .init(latitude: 40.78, longitude: -73.87),  // New York, LaGuardia
        "lhr": .init(latitude: 51.47, longitude: -0.46),  // London, Heathrow
        "lis": .init(latitude: 38.78, longitude: -9.14),  // Lisbon
        "maa": .init(latitude: 12.99, longitude: 80.17),  // Chennai
        "mad": .init(latitude: 40.49, longitude: -3.57),  // Madrid
        "man": .init(latitude: 53.35, longitude: -2.27),  // Manchester
        "mct": .init(latitude: 23.59, longitude: 58.28),  // Muscat
        "mia": .init(latitude: 25.80, longitude: -80.29),  // Miami
        "mnl": .init(latitude: 14.51, longitude: 121.02),  // Manila
        "mrs": .init(latitude: 43.44, longitude: 5.22),  // Marseille
        "ord": .init(latitude: 41.98, longitude: -87.91),  // Chicago
        "phx": .init(latitude: 33.43, longitude: -112.01),  // Phoenix
        "qro": .init(latitude: 20.62, longitude: -100.19),  // Querétaro
        "scl": .init(latitude: -33.39, longitude: -70.79),  // Santiago
        "sea": .init(latitude: 47.45, longitude: -122.31),  // Seattle
        "sin": .init(latitude: 1.35, longitude: 103.99),  // Singapore, Changi
        "tpe": .init(latitude: 25.08, longitude: 121.23),  // Taipei
        "vie": .init(latitude: 48.11, longitude: 16.57),  // Vienna
        "waw": .init(latitude: 52.17, longitude: 20.97),  // Warsaw
        "xsp": .init(latitude: 1.42, longitude: 103.87),  // Singapore, Seletar
        "yyz": .init(latitude: 43.68, longitude: -79.63),  // Toronto
    ]
}
