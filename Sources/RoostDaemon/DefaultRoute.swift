// SPDX-License-Identifier: Apache-2.0
// Which network interface the kernel would use for the world, from its own route tables. It sends nothing and asks no
// server; a line that is not understood is passed over.

/// The interface of the best default route.
enum DefaultRoute {
    /// From the text of /proc/net/route, and of /proc/net/ipv6_route for a machine without IPv4; nil when there is no
    /// default route.
    static func interface(ipv4: String, ipv6: String) -> String? {
        best(ipv4.split(separator: "\n").compactMap(route4))
            ?? best(ipv6.split(separator: "\n").compactMap(route6))
    }

    private typealias Route = (interface: String, metric: UInt64)

    private static let isUp: UInt32 = 1, isReject: UInt32 = 0x200

    private static func best(_ routes: [Route]) -> String? { routes.min { $0.metric < $1.metric }?.interface }

    /// "eth0 00000000 0101A8C0 0003 0 0 100 00000000 0 0 0".
    private static func route4(_ line: Substring) -> Route? {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count >= 8, fields[1] == "00000000", fields[7] == "00000000",
            let flags = UInt32(fields[3], radix: 16), flags & isUp != 0, flags & isReject == 0,
            let metric = UInt64(fields[6])
        else { return nil }
        return (String(fields[0]), metric)
    }

    /// Destination, prefix, source, prefix, next hop, metric, two counts, flags, interface; numbers in hexadecimal.
    private static func route6(_ line: Substring) -> Route? {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count >= 10, fields[0].utf8.allSatisfy({ $0 == UInt8(ascii: "0") }), fields[1] == "00",
            let flags = UInt32(fields[8], radix: 16), flags & isUp != 0, flags & isReject == 0,
            let metric = UInt64(fields[5], radix: 16), fields[9] != "lo"
        else { return nil }
        return (String(fields[9]), metric)
    }
}
