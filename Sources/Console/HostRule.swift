// SPDX-License-Identifier: Apache-2.0
// Which `Host` a request may name. A page of another site can point its own name at this machine (DNS
// rebinding) and would then read the console as its own origin; so a name is only good when it is known,
// and a number when it is ours.

/// The rule for the `Host` field of requests.
struct HostRule: Sendable, Equatable {
    /// Names that are good beside the literal addresses, in lower case.
    let names: Set<String>
    /// Whether only loopback addresses are good.
    let isLoopbackOnly: Bool

    /// The rule of a server that listens on `host` and is also known by `names`.
    init(listeningOn host: String, names: [String] = []) {
        let host = host.lowercased()
        isLoopbackOnly = HostRule.isLoopback(host)
        self.names = Set(names.map { $0.lowercased() } + ["localhost", host])
    }

    /// Whether a request that names this authority ("host:port") may be answered.
    func allows(_ authority: String) -> Bool {
        guard let host = HostRule.host(of: authority) else { return false }
        if names.contains(host) || HostRule.isLoopback(host) { return true }
        // An address cannot be rebound: a browser only sends it when the person or a link named it.
        return !isLoopbackOnly && HostRule.isAddress(host)
    }

    /// The host of an authority in lower case, an IPv6 address without its brackets; nil when it is
    /// malformed.
    static func host(of authority: String) -> String? {
        let text = authority.lowercased()
        guard text.utf8.count <= 260 else { return nil }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<end]
            guard isPort(text[text.index(after: end)...]), host.contains(":"), isAddress(String(host)) else {
                return nil
            }
            return String(host)
        }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let host = text[..<colon]
        guard !host.isEmpty, isPort(text[colon...]) else { return nil }
        guard host.utf8.allSatisfy({ isNameByte($0) }) else { return nil }
        return String(host)
    }

    /// Whether a host is this machine by its number or its one fixed name.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        guard let octets = octets(of: host) else { return false }
        return octets[0] == 127
    }

    /// Whether a host is a literal IPv4 or IPv6 address.
    static func isAddress(_ host: String) -> Bool {
        if octets(of: host) != nil { return true }
        let groups = host.split(separator: ":", omittingEmptySubsequences: false)
        let isHex = groups.allSatisfy { $0.utf8.count <= 4 && $0.utf8.allSatisfy { isHexByte($0) } }
        return groups.count >= 3 && groups.count <= 9 && isHex
    }

    /// The four numbers of a dotted address; short and octal forms are not addresses here.
    private static func octets(of host: String) -> [UInt8]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt8? in
            let isPlain =
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part == "0" || part.first != "0")
            return isPlain ? UInt8(part) : nil
        }
        return octets.count == 4 ? octets : nil
    }

    /// Nothing, or a colon and up to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        let digits = text.dropFirst()
        let areDigits = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return first == ":" && !digits.isEmpty && digits.utf8.count <= 5 && areDigits
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
            || byte == 0x5F
    }

    private static func isHexByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
