import Probing
import Wire
import YAML

/// `file_sd_configs` and `http_sd_configs` of a job, and what they have in common with `static_configs`.
struct DiscoverySections {
    let readFile: (String) throws -> [UInt8]

    private static let intervals: ClosedRange<Duration> = .seconds(1)...(.seconds(86_400))

    func files(_ section: MappingReader) -> FileSource? {
        let list = section.required("files")
        let patterns = list?.list { item -> String? in
            guard let path = item.path() else { return nil }
            if isPattern(path) { return path }
            item.reject(
                "\(item.label) is \(path.debugDescription)",
                "write a path that ends in .json, .yml or .yaml, with at most one * and that after the last /")
            return nil
        }
        let interval = section.optional("refresh_interval")?.duration(in: Self.intervals) ?? .seconds(300)
        guard let list, let patterns else { return nil }
        if list.list({ $0 })?.isEmpty == true { list.reject("no files are named", "write files: [targets/*.json]") }
        return FileSource(patterns: patterns, refreshInterval: interval)
    }

    private func isPattern(_ path: String) -> Bool {
        let endings = [".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"]
        let stars = path.count { $0 == "*" }
        return endings.contains(where: path.hasSuffix) && stars <= 1
            && (stars == 0 || path.split(separator: "/").last?.contains("*") == true)
    }

    func page(_ section: MappingReader) -> HTTPSource? {
        let url = section.required("url")?.string("write a URL such as https://inventory.example.com/targets") { text in
            try? HTTPURL(parsing: text)
        }
        let interval = section.optional("refresh_interval")?.duration(in: Self.intervals) ?? .seconds(60)
        let settings = HTTPClientBlock(BlockReader(mapping: section, readFile: readFile)).settings(HTTPSettings())
        return url.map { HTTPSource(url: $0, settings: settings, refreshInterval: interval) }
    }

    static func labels(_ value: ValueReader) -> [TargetGroup.Label]? {
        let labels = value.entries { key, text -> TargetGroup.Label? in
            guard let name = key.string(), let text = text.string() else { return nil }
            if !TargetGroup.isPassing(name), let (what, remedy) = TargetGroup.objection(toLabel: name) {
                key.reject(what, remedy)
                return nil
            }
            return TargetGroup.Label(name, text)
        }
        guard let labels else { return nil }
        if TargetGroup.size(of: labels) > TargetGroup.mostLabelBytes {
            value.reject("the labels have more than \(TargetGroup.mostLabelBytes) bytes", "shorten them")
        }
        return labels.filter { !TargetGroup.isPassing($0.name) }
    }
}
