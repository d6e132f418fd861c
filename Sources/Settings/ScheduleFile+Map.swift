// SPDX-License-Identifier: Apache-2.0
// Decodes `payload.map` of a schedule: the options of the processing, the limits of a good map, and how long things may
// take. It knows no server; that is in dock.yaml.

import Payload
import Post

extension Dimension {
    /// A length on the ground of one pixel.
    static let groundPixel = Dimension("3 cm", [("cm", 1), ("mm", 0.1), ("m", 100)])
    /// Pixels of a picture.
    static let pixels = Dimension("1.0 px", [("px", 1)])
}

extension ScheduleFile {
    /// Most options and most outputs of a processing.
    static let mostMapOptions = 100

    /// `map:` below `payload:`; nil where no map is made.
    static func map(_ top: MappingReader) -> MapTerms? {
        guard let reader = top.mapping("map") else { return nil }
        defer { reader.finish() }
        var terms = MapTerms()
        terms.options = options(reader)
        terms.outputs = reader.texts("outputs", limit: mostMapOptions).compactMap { text, place in
            guard isInnerPath(text) else {
                reader.log.report(
                    place, "\(reader.name("outputs")) \(quoted(text)) is no path of the results",
                    "write for example odm_report")
                return nil
            }
            return text
        }
        limits(reader, &terms.limits)
        terms.stuckAfter = reader.duration("stuck_after", in: 600...(7 * 86_400), default: 6 * 3_600)
        terms.longest = reader.duration("longest", in: 3_600...(30 * 86_400), default: 48 * 3_600)
        terms.patience = reader.duration("patience", in: 600...(30 * 86_400), default: 24 * 3_600)
        terms.download = Int(reader.measure("download", .disk, in: 0.001...1_000, default: 2) * 1e9)
        terms.hasPreview = reader.flag("preview", default: true)
        terms.link = link(reader)
        return terms
    }

    /// Options by their names: a flag, a number, or a text.
    private static func options(_ top: MappingReader) -> [String: String] {
        guard let reader = top.mapping("options") else { return [:] }
        defer { reader.finish() }
        var options: [String: String] = [:]
        for key in reader.keys.prefix(mostMapOptions) {
            guard let node = reader.node(key), let text = reader.scalar(node, reader.name(key), "a value")
            else {
                continue
            }
            guard key.utf8.allSatisfy({ isOptionByte($0) }), key.utf8.count <= 64, text.utf8.count <= 4_096
            else {
                reader.log.report(
                    node.place, "\(reader.name(key)) is no option of a map",
                    "write it as the server names it, for example orthophoto-resolution")
                continue
            }
            let isPlain =
                ["true", "false"].contains(text) || JSONNode(Array(text.utf8)).map(isNumber) == true
            options[key] = isPlain ? text : JSONNode.quoted(text)
        }
        return options
    }

    private static func isOptionByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isNumber(_ node: JSONNode) -> Bool { if case .number = node { true } else { false } }

    private static func limits(_ top: MappingReader, _ limits: inout MapLimits) {
        guard let reader = top.mapping("limits") else { return }
        defer { reader.finish() }
        limits.images = reader.measure("images", .share, in: 1...100, default: 95) / 100
        if reader.node("gsd") != nil { limits.gsd = reader.measure("gsd", .groundPixel, in: 0.01...10_000) }
        limits.reprojection = reader.measure("reprojection", .pixels, in: 0.01...100, default: 1)
        limits.gps = reader.measure("gps", .length, in: 0.001...1_000, default: 3)
    }

    private static func link(_ reader: MappingReader) -> String? {
        guard let node = reader.node("link"), let text = reader.optionalText("link", limit: 500) else {
            return nil
        }
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            reader.log.report(
                node.place, "\(reader.name("link")) \(quoted(text)) is no address",
                "write for example https://maps.example.org/{uuid}")
            return nil
        }
        return text
    }
}
