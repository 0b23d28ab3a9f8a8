import WhatsApp
import Wire
import YAML

extension FaultWindow {
    init?(reading mapping: MappingReader, end: Duration) {
        let from = mapping.required("from")?.moment(before: end, "fault")
        var to: Duration?
        if let reader = mapping.optional("to"), let moment = reader.duration() {
            if let from, moment <= from {
                reader.reject("the fault ends at \(DurationText.format(moment)), not after it begins", "write a later time")
            } else if moment > end {
                reader.reject(
                    "the fault ends at \(DurationText.format(moment)), after the end",
                    "write a time up to \(DurationText.format(end)), or leave it out")
            }
            to = moment
        }
        let atReader = mapping.optional("at")
        let at = atReader?.mapping { Selection(reading: $0) } ?? Selection()
        let shareReader = mapping.optional("share")
        var share = shareReader?.string("write a percentage such as 50%", Share.init(percentage:))
        let lossReader = mapping.optional("loss")
        let fault = Self.fault(reading: mapping)
        if lossReader != nil, fault?.layer == .loss {
            shareReader?.reject("share beside loss", "say it in one of them: loss is a share already")
            share = lossReader?.string("write a percentage such as 0.5%", Share.init(percentage:))
        }
        guard let fault, let from else { return nil }
        if !fault.layer.hasPlaces {
            atReader?.reject("a fault of \(fault.layer.rawValue) has no place", "remove at")
            shareReader?.reject("a fault of \(fault.layer.rawValue) has no share", "remove share")
        } else if !Place.all(for: fault).contains(where: at.covers) {
            let what = "there is no place for a fault of \(fault.layer.rawValue)"
            let remedy = "widen at, so that it covers something that can go wrong this way"
            if let atReader { atReader.reject(what, remedy) } else { mapping.reject(what, remedy) }
        }
        self.init(from: from, to: to, at: at, share: share ?? .all, fault: fault)
    }

    /// The one kind of fault that is given.
    private static func fault(reading mapping: MappingReader) -> Fault? {
        let given = FaultLayer.allCases.compactMap { layer in mapping.optional(layer.rawValue).map { (layer, $0) } }
        guard let (layer, reader) = given.first else {
            mapping.reject(
                "a fault without a kind", "add one of " + FaultLayer.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        for (other, reader) in given.dropFirst() {
            reader.reject("\(layer.rawValue) and \(other.rawValue) in one fault", "make it two faults")
        }
        return Fault(layer, reading: reader)
    }
}

extension Selection {
    fileprivate init?(reading mapping: MappingReader) {
        self.init()
        hosts = Set(mapping.optional("host")?.names(of: "host", among: Estate.hosts + Estate.zones) ?? [])
        components = Set(mapping.optional("component")?.list { $0.word(of: Component.self) } ?? [])
        controls = Set(mapping.optional("control")?.list { $0.word(of: Control.self) } ?? [])
        edges = Set(mapping.optional("edge")?.names(of: "edge", among: Estate.edges) ?? [])
        resolvers = Set(mapping.optional("resolver")?.list { $0.word(of: ResolverRole.self) } ?? [])
        family = mapping.optional("family")?.word(of: AddressFamily.self)
        port = mapping.optional("port")?.port()
    }
}

extension ValueReader {
    /// A list of names the estate has.
    fileprivate func names(of kind: String, among known: [String]) -> [String]? {
        list { $0.name(of: kind, among: known) }
    }

    /// A name the estate has.
    func name(of kind: String, among known: [String]) -> String? {
        guard let name = string() else { return nil }
        guard known.contains(name) else {
            let guess = nearest(to: name, among: known).map { "did you mean \"\($0)\"? " } ?? ""
            reject("unknown \(kind) \"\(name)\"", guess + "the estate has " + known.joined(separator: ", "))
            return nil
        }
        return name
    }
}
