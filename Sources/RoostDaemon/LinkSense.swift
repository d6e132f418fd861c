// SPDX-License-Identifier: Apache-2.0
// Which of the dock's links leads to the mail server now: told by a file, or by the kernel's default route. When
// nothing tells, it is the last of the list, the dearest; a doubt must cost no money and stop no alert.

public import DockModel
internal import Foundation
public import Settings
public import Store

/// How a link stands.
public enum LinkState: String, Sendable, Codable, CaseIterable {
    /// It carries everything.
    case up
    /// Every octet costs.
    case metered
    /// Alerts go in their short form.
    case satellite
    /// The mail server is not reached.
    case down
}

/// What was told about the links at one moment.
public struct LinkReading: Sendable, Equatable {
    /// The link in use, or that would be.
    public var link: LinkSettings?
    /// Whether it was told that there is none.
    public var isDown = false
    /// What was wrong with what was told.
    public var trouble: String?
}

/// Looks which link is in use.
public struct LinkSense: Sendable {
    private let links: [LinkSettings]
    private let file: String?
    private let routes: @Sendable () -> String?

    /// A look at the links of a dock whose configuration is in `directory`; `routes` gives the interface of the
    /// default route, nil for none.
    public init(
        links: [LinkSettings] = [], file: String? = nil, directory: String = "",
        routes: @escaping @Sendable () -> String? = LinkSense.kernelRoute
    ) {
        self.links = links
        self.file = file.map { $0.hasPrefix("/") ? $0 : directory + "/" + $0 }
        self.routes = routes
    }

    /// Whether there is anything to look at.
    public var isUsed: Bool { !links.isEmpty }

    /// The link in use.
    public func read() -> LinkReading {
        guard let dearest = links.last else { return LinkReading() }
        if let file { return reading(of: file, dearest) }
        guard links.contains(where: { $0.interface != nil }) else { return LinkReading(link: dearest) }
        guard let interface = routes() else {
            return LinkReading(link: dearest, isDown: true, trouble: "there is no default route")
        }
        if let link = links.first(where: { $0.interface == interface }) { return LinkReading(link: link) }
        return LinkReading(
            link: dearest,
            trouble:
                "the default route leaves by \(interface), which is no interface of mail.links; taken for "
                + dearest.name)
    }

    private func reading(of file: String, _ dearest: LinkSettings) -> LinkReading {
        // Not to wait on what turns out to be a pipe.
        let handle = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard handle >= 0 else {
            return LinkReading(link: dearest, trouble: "\(file) cannot be read; taken for \(dearest.name)")
        }
        defer { close(handle) }
        var octets = [UInt8](repeating: 0, count: 256)
        let count = unsafe octets.withUnsafeMutableBytes { unsafe Foundation.read(handle, $0.baseAddress, $0.count) }
        octets = Array(octets.prefix(max(0, count)))
        let word = String(decoding: octets, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(
            String.init)
        if word == LinkState.down.rawValue { return LinkReading(link: dearest, isDown: true) }
        if let link = links.first(where: { $0.name == word }) { return LinkReading(link: link) }
        return LinkReading(
            link: dearest,
            trouble: "\(file) names no link of mail.links; taken for \(dearest.name)")
    }

    /// What a link carries.
    public func terms(of link: LinkSettings?) -> LinkTerms {
        guard let link else { return LinkTerms(link: "link") }
        var terms = LinkTerms(link: link.name)
        terms.usesShortForm = link.kind == .satellite
        terms.isLongToFollow = links.contains { $0.kind != .satellite }
        (terms.largestMail, terms.octetsPerDay, terms.mailsPerDay) =
            (link.largestMail, link.octetsPerDay, link.mailsPerDay)
        return terms
    }

    /// The interface of this machine's default route.
    public static let kernelRoute: @Sendable () -> String? = {
        // A kernel without one of the two protocols has no such file, and then no such route.
        func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        return DefaultRoute.interface(ipv4: text("/proc/net/route"), ipv6: text("/proc/net/ipv6_route"))
    }
}

/// The link as it was at the last flush, kept in the store for the commands and the console.
public struct LinkStatus: Sendable, Equatable, Codable {
    /// What it carries.
    public var terms: LinkTerms
    /// How it stands.
    public var state: LinkState
    /// Since when it stands so.
    public var since: WallTime
    /// The dock's local day; nil while its clock is not trusted.
    public var today: String?
    /// Time of a round trip with the name's answer, at the last connection.
    public var connectMilliseconds: Int?
    /// Octets a second of the last flush, both ways.
    public var octetsPerSecond: Int?
    /// What was wrong with what told the link.
    public var trouble: String?

    /// A status of which nothing was measured yet.
    public init(
        terms: LinkTerms, state: LinkState, since: WallTime, today: String? = nil, trouble: String? = nil
    ) {
        (self.terms, self.state, self.since, self.today, self.trouble) = (terms, state, since, today, trouble)
    }

    private static let key = "mail link"

    /// The status that was kept last; nil when there is none.
    public static func load(from database: RoostDatabase) throws(StoreError) -> LinkStatus? {
        guard let text = try database.note(key) else { return nil }
        // An older or damaged note is as good as none: the next flush writes it anew.
        return try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    /// Keeps the status.
    public func save(in database: RoostDatabase) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try database.setNote(Self.key, to: String(decoding: try encoder.encode(self), as: UTF8.self))
    }

    /// Whether another status says something else to people; measured times alone do not.
    public func differs(from other: LinkStatus?) -> Bool {
        guard let other else { return true }
        return (terms, state, today, trouble) != (other.terms, other.state, other.today, other.trouble)
    }

    /// "satellite sky, 18 kB of 100 kB and 3 mails today".
    public func text(_ use: LinkUse?) -> String {
        var parts = ["\(state.rawValue): \(terms.link)"]
        if let use {
            parts.append(
                "\(use.octets)\(terms.octetsPerDay.map { " of \($0)" } ?? "") bytes today")
            parts.append("\(use.mails)\(terms.mailsPerDay.map { " of \($0)" } ?? "") mails today")
        }
        if let connectMilliseconds { parts.append("round trip \(connectMilliseconds) ms") }
        if let octetsPerSecond { parts.append("\(octetsPerSecond) bytes/s") }
        if let trouble { parts.append(trouble) }
        return parts.joined(separator: ", ")
    }
}
