// SPDX-License-Identifier: Apache-2.0
// Whom a request comes from when a proxy stands in front: what its header says counts only when the connection comes
// from an address that the settings name. It reads no header by itself and asks no name server.

/// A range of addresses: "10.0.0.0/8", "192.168.7.2", "fd00::/8".
public struct NetworkPrefix: Sendable, Hashable {
    private let octets: [UInt8]
    private let bits: Int

    /// The range of a text; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard let first = parts.first, let octets = Self.octets(of: first) else { return nil }
        guard parts.count == 2 else {
            (self.octets, bits) = (octets, octets.count * 8)
            return
        }
        guard let bits = Int(parts[1]), (0...octets.count * 8).contains(bits), String(bits) == parts[1] else {
            return nil
        }
        (self.octets, self.bits) = (octets, bits)
    }

    /// Whether an address is in the range.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.octets(of: address), other.count == octets.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return octets[bit / 8] & mask == other[bit / 8] & mask
        }
    }

    /// Whether an address is one of this machine.
    public static func isLoopback(_ address: String) -> Bool {
        guard let octets = octets(of: address) else { return false }
        return octets.count == 4 ? octets[0] == 127 : octets == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// What an address is counted by: who has an IPv6 network has all of its last 64 bits.
    static func key(of address: String) -> String {
        guard let octets = octets(of: address) else { return String(address.prefix(64)) }
        return octets.prefix(octets.count == 16 ? 8 : 4).map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// The octets of a literal address; an IPv4 address in IPv6 form is the IPv4 address.
    static func octets(of text: String) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        if !text.contains(":") { return dotted(text) }
        let halves = splitAtGap(text)
        guard let halves, let head = groups(halves.head), let tail = groups(halves.tail ?? "") else {
            return nil
        }
        let count = head.count + tail.count
        guard halves.tail == nil ? count == 16 : count <= 14 else { return nil }
        let all = head + [UInt8](repeating: 0, count: 16 - count) + tail
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return Array(all.prefix(12)) == mapped ? Array(all.suffix(4)) : all
    }

    /// What stands before and after "::"; nil when there are two of them.
    private static func splitAtGap(_ text: String) -> (head: String, tail: String?)? {
        let bytes = Array(text.utf8)
        let gaps = bytes.indices.dropLast().filter { bytes[$0] == 0x3A && bytes[$0 + 1] == 0x3A }
        guard let gap = gaps.first else { return (text, nil) }
        guard gaps.count == 1 else { return nil }
        return (
            String(decoding: bytes[..<gap], as: UTF8.self),
            String(decoding: bytes[(gap + 2)...], as: UTF8.self)
        )
    }

    private static func groups(_ text: String) -> [UInt8]? {
        if text.isEmpty { return [] }
        var octets: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let last = dotted(String(part)) else { return nil }
                octets += last
                continue
            }
            guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"), let group = UInt16(part, radix: 16)
            else {
                return nil
            }
            octets += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return octets.count <= 16 ? octets : nil
    }

    private static func dotted(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt8? in
            guard let octet = UInt8(part), String(octet) == part else { return nil }
            return octet
        }
        return octets.count == 4 ? octets : nil
    }
}

/// Which proxies are believed.
public struct ProxyTrust: Sendable, Equatable {
    /// Longest list of addresses in a header that is looked at.
    static let mostHops = 20
    private let ranges: [NetworkPrefix]

    /// The proxies of these ranges.
    public init(_ ranges: [NetworkPrefix]) { self.ranges = ranges }

    /// Whether a connection comes from a proxy. One over the unix socket does: only this machine reaches it.
    public func isProxy(_ peer: String) -> Bool {
        peer == ProxyTrust.socketPeer || ranges.contains { $0.contains(peer) }
    }

    /// What a connection over the unix socket is called where others have an address.
    public static let socketPeer = "local"

    /// Whom a request comes from: the last address in `X-Forwarded-For` that is no proxy of ours. Each proxy adds the
    /// address it sees, so what a client has written stands before it and is not believed.
    /// - Returns: nil when a proxy does not say whom it speaks for.
    public func client(peer: String, forwardedFor: [String]) -> String? {
        guard isProxy(peer) else { return peer }
        let hops = forwardedFor.joined(separator: ",").split(separator: ",").suffix(Self.mostHops)
            .map { Self.bare($0.drop { $0 == " " || $0 == "\t" }) }
        for hop in hops.reversed() where !ranges.contains(where: { $0.contains(hop) }) {
            return NetworkPrefix.octets(of: hop) == nil ? nil : hop
        }
        return nil
    }

    /// An address without the port and the brackets that some proxies add.
    private static func bare(_ text: Substring) -> String {
        var text = String(text)
        while text.hasSuffix(" ") || text.hasSuffix("\t") { text.removeLast() }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let colons = text.utf8.count { $0 == 0x3A }
        return colons == 1 ? String(text.prefix { $0 != ":" }) : text
    }
}
