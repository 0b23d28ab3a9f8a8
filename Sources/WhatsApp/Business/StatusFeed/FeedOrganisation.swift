/// One part of the business platform and its services, as the status page has them (metastatus.com `/data/orgs.json`, undocumented).
package struct FeedOrganisation: Sendable, Equatable {
    /// A service and what it is called to be.
    package struct Service: Sendable, Equatable {
        /// Printable, at most ``FeedText/limit`` characters, and distinct within the organisation.
        package var name: String
        package var status: FeedStatus
        /// Unix seconds; `nil` where the page has none that can be read.
        package var at: Double?

        package init(name: String, status: FeedStatus, at: Double? = nil) {
            self.name = name
            self.status = status
            self.at = at
        }
    }

    /// As addresses have it, `whatsapp-business-api` for one.
    package var id: String
    /// At most ``mostServices``; of those of one name the one that is worse off.
    package var services: [Service]

    /// There are fewer than ten of the platform's own.
    package static let mostServices = 32

    package init(id: String, services: [Service]) {
        self.id = id
        self.services = services
    }
}

extension FeedOrganisation: Decodable {
    private enum CodingKeys: CodingKey { case id, services }

    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        id = try object.decode(FeedText.self, forKey: .id).text
        var services: [Service] = []
        for service in object.lenient(LenientList<Service>.self, .services)?.elements ?? [] {
            if let place = services.firstIndex(where: { $0.name == service.name }) {
                if service.status.isDisrupted, !services[place].status.isDisrupted { services[place] = service }
            } else if services.count < Self.mostServices {
                services.append(service)
            }
        }
        self.services = services
    }
}

extension FeedOrganisation.Service: Decodable {
    private enum CodingKeys: CodingKey { case id, name, status, time }

    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        guard let name = object.lenient(FeedText.self, .name) ?? object.lenient(FeedText.self, .id) else {
            throw FeedFault.malformed
        }
        self.init(
            name: name.text, status: FeedStatus(text: object.lenient(String.self, .status)),
            at: object.lenient(FeedTime.self, .time)?.unixSeconds)
    }
}
