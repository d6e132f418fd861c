// SPDX-License-Identifier: Apache-2.0
// Decodes mail.links: the ways to the mail server with their budgets, and how the dock knows which one is in use. With
// more than one link each must be told from the others, or the budget of one would be spent on another.

extension DockFile {
    /// Most links of a dock.
    static let mostLinks = 8
    /// Octets of the largest mail over a satellite unless the file says otherwise.
    static let satelliteMail = 10_000

    static func links(_ mail: MappingReader) -> [LinkSettings] {
        var links: [LinkSettings] = []
        let hasFile = mail.keys.contains("link_file")
        let items = mail.list("links", limit: mostLinks)
        for (index, item) in items.enumerated() {
            guard let reader = MappingReader(item, path: "mail.links[\(index + 1)]", log: mail.log) else {
                continue
            }
            let link = link(reader, isNeeded: items.count > 1 && !hasFile)
            if !link.name.isEmpty, links.contains(where: { $0.name == link.name }) {
                reader.log.report(
                    reader.place(of: "name"), "link name \(quoted(link.name)) is used twice",
                    "rename one of them")
            }
            if let interface = link.interface, links.contains(where: { $0.interface == interface }) {
                reader.log.report(
                    reader.place(of: "interface"), "interface \(quoted(interface)) belongs to two links",
                    "name another, or tell the link by mail.link_file")
            }
            reader.finish()
            links.append(link)
        }
        return links
    }

    private static func link(_ reader: MappingReader, isNeeded: Bool) -> LinkSettings {
        let name = reader.text("name", example: "fibre", limit: 32)
        if !name.isEmpty, !isPlainWord(name) || name == "down" {
            reader.log.report(
                reader.place(of: "name"), "\(reader.name("name")) \(quoted(name)) cannot be a link's name",
                "use letters, digits, '-' and '_'; \"down\" is taken")
        }
        var link = LinkSettings(name: name, kind: reader.choice("kind", orElse: .wired))
        link.interface = reader.optionalText("interface", limit: 15)
        if let interface = link.interface,
            !interface.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F })
        {
            reader.log.report(
                reader.place(of: "interface"),
                "\(reader.name("interface")) \(quoted(interface)) is no interface",
                "write for example eth0")
        }
        if isNeeded, link.interface == nil {
            reader.log.report(
                reader.place, "\(reader.path) names no interface, so nobody could tell when it is in use",
                "add for example interface: wwan0, or write mail.link_file")
        }
        link.isMetered = reader.flag("metered", default: link.kind == .satellite)
        link.octetsPerDay = octets("bytes_per_day", reader, in: 1_000...1e12)
        link.mailsPerDay = reader.optionalInteger("mails_per_day", in: 1...1_000_000)
        link.largestMail =
            octets("largest_mail", reader, in: 1_000...48e6)
            ?? (link.kind == .satellite ? satelliteMail : nil)
        return link
    }

    private static func octets(_ key: String, _ reader: MappingReader, in range: ClosedRange<Double>) -> Int?
    {
        guard let node = reader.node(key) else { return nil }
        return reader.measure(node, reader.name(key), .octets, in: range).map { Int($0.rounded()) }
    }

    /// Whether a text is one word of letters, digits, '-' and '_'.
    static func isPlainWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { octet in
                switch octet {
                case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
