import Testing

@testable import WhatsApp

@Suite struct EdgeNameTests {
    @Test(
        arguments: [
            ("whatsapp-chatd-edge-shv-01-mia3.facebook.com", .chat, 1, "mia3"),
            ("whatsapp-chatd-edge-shv-02-atl3.facebook.com", .chat, 2, "atl3"),
            ("whatsapp-chatd-edge6-shv-02-iad3.facebook.com", .chat, 2, "iad3"),
            ("whatsapp-chatd-msgr-mini-edge-shv-01-lis1.facebook.com", .messengerChat, 1, "lis1"),
            ("whatsapp-cdn-shv-01-maa2.fbcdn.net", .cdn, 1, "maa2"),
            ("whatsapp-cdn-shv-02-mia3.fbcdn.net", .cdn, 2, "mia3"),
            ("whatsapp-cdn6-shv-01-hel3.fbcdn.net", .cdn, 1, "hel3"),
            ("whatsapp-cdn-shv-01-fra3.fbcdn.net", .cdn, 1, "fra3"),
            ("whatsapp-cdn-shv-01-fml20.fbcdn.net", .cdn, 1, "fml20"),
            ("fna-whatsapp-shv-01-fsea1.fbcdn.net", .providerCache, 1, "fsea1"),
            ("edge-star-mini-shv-01-ams4.facebook.com", .sibling, 1, "ams4"),
            ("edge-dgw-shv-99-lhr8.facebook.com", .sibling, 99, "lhr8"),
            ("instagram-p42-shv-01-gru1.fbcdn.net", .sibling, 1, "gru1"),
            ("WhatsApp-CDN-shv-00-Hel3.FBCDN.net", .cdn, 0, "hel3"),
            ("whatsapp-cdn-shv-01-ams4-12.fbcdn.net", .cdn, 1, "ams4"),
            ("edge-shv-shv-01-ams4.facebook.com", .sibling, 1, "ams4"),
        ] as [(String, EdgeName.Service, Int, String)])
    func readsMetasNames(name: String, service: EdgeName.Service, cluster: Int, place: String) throws {
        let edge = try #require(EdgeName(name))
        #expect(edge.service == service)
        #expect(edge.cluster == cluster)
        #expect(edge.place.description == place)
    }

    @Test(
        arguments: [
            "", ".", "facebook.com", ".facebook.com", "-.facebook.com", "shv-01-mia3.facebook.com", "-shv-01-mia3.facebook.com",
            "whatsapp-cdn-shv-1-maa2.fbcdn.net", "whatsapp-cdn-shv-001-maa2.fbcdn.net", "whatsapp-cdn-shv-01-maa.fbcdn.net",
            "whatsapp-cdn-shv-01-maa123.fbcdn.net", "whatsapp-cdn-shv-01-xsea1.fbcdn.net", "whatsapp-cdn-shv-01-ma2.fbcdn.net",
            "whatsapp-cdn-shv-01-fseat1.fbcdn.net", "whatsapp-cdn-shv-01-mia3-x.fbcdn.net", "whatsapp-cdn-shv-01-mia3-.fbcdn.net",
            "whatsapp-cdn-shv-01-mia3-1-2.fbcdn.net", "whatsapp-cdn-shv-0x-mia3.fbcdn.net", "whatsapp-cdn-shv-+1-mia3.fbcdn.net",
            "whatsapp-cdn-shv-01-mia3.facebook.com.example.org", "whatsapp-cdn-shv-01-mia3.notfbcdn.net",
            "whatsapp-cdn-shv-01-mia3fbcdn.net", "a.whatsapp-cdn-shv-01-mia3.fbcdn.net", "whatsapp-cdn--shv-01-mia3.fbcdn.net",
            "whatsapp-mail-shv-01-mia3.fbcdn.net", "edge-shv-01-mia3.facebook.com", "instagram-shv-01-mia3.fbcdn.net",
            "instagram-p42-x-shv-01-mia3.fbcdn.net", "whatsapp-cdn-shv.fbcdn.net", "whatsapp-cdn-shv-01-mía3.fbcdn.net",
            "server-1-2-3-4.mia3.r.cloudfront.net", "whatsapp-cdn-shv-01-mia٣.fbcdn.net",
        ])
    func rejectsOtherNames(name: String) {
        #expect(EdgeName(name) == nil)
    }

    @Test(
        arguments: [
            ("fra3", "fra", 3, false), ("ffra3", "fra", 3, true), ("fsea1", "sea", 1, true), ("for2", "for", 2, false),
            ("fml20", "fml", 20, false), ("mia03", "mia", 3, false),
        ])
    func lettersTellCachesFromCities(code: String, city: String, site: Int, isCache: Bool) throws {
        let place = try #require(PointOfPresence(code: code))
        #expect(place.city == city)
        #expect(place.site == site)
        #expect(place.isProviderCache == isCache)
        #expect(place.description == code)
    }
}
