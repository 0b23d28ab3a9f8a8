import WhatsApp
import Wire
import YAML

extension Fault {
    /// Reads what stands under a layer's key: a word, or a mapping of one word to its measure.
    init?(_ layer: FaultLayer, reading value: ValueReader) {
        let fault: Fault? =
            switch layer {
            case .dns: value.choice(Self.dnsWords, Self.dnsMeasures)
            case .tcp: value.choice(Self.tcpWords, ["slow": { $0.duration().map { .tcp(.slow($0)) } }])
            case .tls: value.word(of: TLSFault.self).map { .tls($0) }
            case .noise: value.word(of: NoiseFault.self).map { .noise($0) }
            case .http: value.choice(Self.httpWords, Self.httpMeasures)
            case .clock:
                value.string("write how far it is ahead, as +2h, or behind, as -90d", Self.offset).map { .clock(ahead: $0) }
            // Read by the window, whose share it is.
            case .loss: .loss
            case .delay: value.duration().map { .delay($0) }
            case .host: value.word(of: HostFault.self).map { .host($0) }
            case .people:
                value.choice(
                    Dictionary(uniqueKeysWithValues: PeopleFault.allCases.map { ($0.rawValue, .people($0, nil)) }),
                    Dictionary(
                        uniqueKeysWithValues: PeopleFault.allCases.map { kind in
                            (kind.rawValue, { $0.word(of: Scope.self).map { .people(kind, $0) } })
                        }))
            }
        guard let fault else { return nil }
        self = fault
    }

    fileprivate typealias Measures = [String: (ValueReader) -> Fault?]

    private static let dnsWords: [String: Fault] = [
        "servfail": .dns(.servfail), "nxdomain": .dns(.nxdomain), "refused": .dns(.refused), "timeout": .dns(.timeout),
        "no_answer": .dns(.noAnswer),
    ]

    private static var dnsMeasures: Measures {
        [
            "forged": { $0.string("write an address such as 10.0.0.1") { IPAddress($0) }.map { .dns(.forged($0)) } },
            "ttl": { $0.duration(in: .zero ... .seconds(86_400)).map { .dns(.ttl($0)) } },
            "steer": {
                $0.name(of: "point of presence", among: Estate.pointsOfPresence.map(\.code)).map { .dns(.steer($0)) }
            },
        ]
    }

    private static let tcpWords: [String: Fault] = [
        "refused": .tcp(.refused), "reset": .tcp(.reset), "silent": .tcp(.silent), "half_open": .tcp(.halfOpen),
    ]

    private static let httpWords: [String: Fault] = [
        "wrong_body": .http(.wrongBody), "truncated": .http(.truncated), "foreign_redirect": .http(.foreignRedirect),
    ]

    private static var httpMeasures: Measures {
        [
            "status": { $0.integer(in: 200...599).map { .http(.status($0)) } },
            "slow_first_byte": { $0.duration().map { .http(.slowFirstByte($0)) } },
        ]
    }

    /// A duration with a sign.
    private static func offset(_ text: String) -> Duration? {
        guard let sign = text.first, sign == "+" || sign == "-", let size = DurationText.parse(String(text.dropFirst())),
            // Clocks count from 1970; a decade either way shows all that can go wrong.
            size > .zero, size <= .seconds(3650 * 86_400)
        else { return nil }
        return sign == "-" ? .zero - size : size
    }
}

extension ValueReader {
    /// One of some words, or a mapping of exactly one word to its measure.
    fileprivate func choice(_ words: [String: Fault], _ measures: Fault.Measures) -> Fault? {
        guard isMapping else {
            let wanted = wanted(words.keys.sorted(), measures.keys.sorted())
            guard let text = string() else { return nil }
            if let fault = words[text] { return fault }
            let guess =
                nearest(to: text, among: Array(words.keys) + Array(measures.keys)).map { "did you mean \"\($0)\"? " } ?? ""
            reject("\(label) is \"\(text)\"", guess + wanted)
            return nil
        }
        return mapping { mapping in
            let given = measures.keys.sorted().compactMap { key in mapping.optional(key).map { (key, $0) } }
            guard let (key, value) = given.first else {
                mapping.reject("\(label) without a kind", wanted(words.keys.sorted(), measures.keys.sorted()))
                return nil
            }
            for (other, reader) in given.dropFirst() { reader.reject("\(key) and \(other) in one fault", "make it two faults") }
            return measures[key]?(value)
        }
    }

    private func wanted(_ words: [String], _ measures: [String]) -> String {
        "write one of " + (words + measures.map { "{\($0): …}" }).joined(separator: ", ")
    }
}
