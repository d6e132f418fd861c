// SPDX-License-Identifier: Apache-2.0
// Decodes mail.groups, mail.routes and mail.escalation: who gets what, in which language, at which hours. A name that
// is no group and no address is an error at its place, never a mail that nobody gets.

import DockModel

extension DockFile {
    /// Most groups, routes and steps.
    static let mostGroups = 50, mostRoutes = 50, mostSteps = 10

    /// What routes are made from.
    struct RouteTerms {
        var groups: [String: [String]] = [:]
        var language = MailLanguage.english
    }

    static func routeTerms(_ mail: MappingReader) -> RouteTerms {
        var terms = RouteTerms()
        terms.language = mail.choice("language", default: MailLanguage.english, orElse: .english)
        guard let reader = mail.mapping("groups") else { return terms }
        if reader.keys.count > mostGroups {
            reader.log.report(reader.place, "mail.groups has more than \(mostGroups) groups", "remove some")
        }
        for name in reader.keys.prefix(mostGroups) {
            if !isPlainWord(name) {
                reader.log.report(
                    reader.place(of: name), "mail.groups: \(quoted(name)) cannot be a group's name",
                    "use letters, digits, '-' and '_'")
            }
            terms.groups[name] = addresses(reader, name)
            if terms.groups[name]?.isEmpty == true {
                reader.log.report(
                    reader.place(of: name), "the group \(quoted(name)) is empty", "name its addresses")
            }
        }
        reader.finish()
        return terms
    }

    static func routes(_ mail: MappingReader, _ terms: RouteTerms) -> [MailRoute] {
        mail.list("routes", limit: mostRoutes).enumerated().compactMap { index, item in
            guard let reader = MappingReader(item, path: "mail.routes[\(index + 1)]", log: mail.log) else {
                return nil
            }
            defer { reader.finish() }
            var route = MailRoute(
                recipients: recipients("to", reader, terms),
                language: reader.choice("language", default: terms.language, orElse: .english))
            for (index, item) in reader.list("kinds", limit: RoutedKind.allCases.count).enumerated() {
                let kind: RoutedKind? = reader.choice(item, "\(reader.path).kinds[\(index + 1)]")
                if let kind { route.kinds.insert(kind) }
            }
            route.severity = severity(reader)
            route.hours = hours("hours", reader)
            route.days = days(reader)
            route.quiet = hours("quiet", reader)
            return route
        }
    }

    static func escalation(_ mail: MappingReader, _ terms: RouteTerms) -> [EscalationStep] {
        mail.list("escalation", limit: mostSteps).enumerated().compactMap { index, item in
            guard let reader = MappingReader(item, path: "mail.escalation[\(index + 1)]", log: mail.log)
            else {
                return nil
            }
            defer { reader.finish() }
            return EscalationStep(
                after: reader.duration("after", in: 60...604_800),
                severity: severity(reader) ?? .critical, recipients: recipients("to", reader, terms),
                language: reader.choice("language", default: terms.language, orElse: .english))
        }
    }

    /// The addresses of a list of addresses and groups, each once.
    private static func recipients(_ key: String, _ reader: MappingReader, _ terms: RouteTerms) -> [String] {
        var found: [String] = []
        guard reader.required(key, example: "[ops@example.org]") != nil else { return [] }
        for (text, place) in reader.texts(key) {
            let members: [String]
            if let group = terms.groups[text] {
                members = group
            } else if isMailAddress(text) {
                members = [text]
            } else {
                let remedy = nearest(to: text, in: Array(terms.groups.keys)).map { "did you mean \"\($0)\"?" }
                reader.log.report(
                    place, "\(reader.name(key)) \(quoted(text)) is neither a group nor a mail address",
                    remedy ?? "write an address, or a name of mail.groups")
                continue
            }
            for address in members where !found.contains(address) { found.append(address) }
        }
        if found.isEmpty, reader.log.problems.isEmpty {
            reader.log.report(
                reader.place(of: key), "\(reader.name(key)) is empty", "name an address or a group")
        }
        return found
    }

    private static func severity(_ reader: MappingReader) -> Severity? {
        guard let node = reader.node("severity"),
            let text = reader.scalar(node, reader.name("severity"), "P0 to P5")
        else { return nil }
        if let severity = Severity.allCases.first(where: { $0.label == text }) { return severity }
        reader.log.report(
            node.place, "\(reader.name("severity")) \(quoted(text)) is no class",
            "write P0 (most urgent) to P5")
        return nil
    }

    /// "22:00-06:00".
    private static func hours(_ key: String, _ reader: MappingReader) -> DayHours? {
        guard let node = reader.node(key), let text = reader.scalar(node, reader.name(key), "\"22:00-06:00\"")
        else {
            return nil
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, let from = minute(parts[0]), let to = minute(parts[1]), from != to, from < 1_440,
            to > 0
        {
            return DayHours(from: from, to: to)
        }
        reader.log.report(
            node.place, "\(reader.name(key)) \(quoted(text)) are no hours",
            "write for example \"22:00-06:00\"")
        return nil
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    private static func days(_ reader: MappingReader) -> Set<Int> {
        let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        var days: Set<Int> = []
        for (text, place) in reader.texts("days", limit: 7) {
            if let day = names.firstIndex(of: text) {
                days.insert(day)
            } else {
                reader.log.report(
                    place, "\(reader.name("days")) \(quoted(text)) is no day",
                    "write mon, tue, wed, thu, fri, sat or sun")
            }
        }
        return days
    }

    /// `https://HOST[:PORT][/PATH]` of the page where alerts are acknowledged.
    static func acknowledgeURL(_ mail: MappingReader) -> String? {
        guard let text = mail.optionalText("acknowledge_url", limit: 200) else { return nil }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        let rest = ["https://", "http://"].first { trimmed.hasPrefix($0) }.map { trimmed.dropFirst($0.count) }
        let host = rest?.split(separator: "/", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        let isURL = trimmed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}?#@".utf8.contains($0) }
        if isURL, isHostName(host) || networkAddress(host) != nil { return trimmed }
        mail.log.report(
            mail.place(of: "acknowledge_url"),
            "mail.acknowledge_url \(quoted(text)) is no address of the console",
            "write for example https://dock.example.org")
        return nil
    }
}
