// SPDX-License-Identifier: Apache-2.0
// How the settings name the vehicle's link, and how that text is read. It opens nothing.
// A text that it cannot read is refused with what was expected; nothing is guessed.

public import Host

/// Where the vehicle is reached.
public enum LinkEndpoint: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Listens on a local address and answers whoever the vehicle turns out to be.
    case udpListen(host: String, port: UInt16)
    /// Sends to a fixed address, from any local port.
    case udpSend(host: String, port: UInt16)
    /// Connects to a TCP server and connects again whenever it is cut.
    case tcp(host: String, port: UInt16)
    /// Reads and writes a serial port.
    case serial(path: String, baud: Int)

    /// Reads `udpin:HOST:PORT`, `udpout:HOST:PORT`, `tcp:HOST:PORT` or `serial:/dev/…:BAUD`; an IPv6 host stands in
    /// brackets.
    /// - Throws: `endpointUnreadable` with the form that is expected.
    public init(_ text: String) throws(VehicleLinkError) {
        let expected =
            "write udpin:HOST:PORT, udpout:HOST:PORT, tcp:HOST:PORT or serial:/dev/ttyUSB0:57600, "
            + "as udpin:0.0.0.0:14550"
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "serial" {
            guard let (path, baud) = Self.port(parts[1]) else {
                throw .endpointUnreadable(text: text, expected: expected)
            }
            self = .serial(path: path, baud: baud)
            return
        }
        guard parts.count == 2, let (host, port) = Self.address(parts[1]) else {
            throw .endpointUnreadable(text: text, expected: expected)
        }
        switch parts[0] {
        case "udpin", "udp": self = .udpListen(host: host, port: port)
        case "udpout": self = .udpSend(host: host, port: port)
        case "tcp", "tcpout": self = .tcp(host: host, port: port)
        default: throw .endpointUnreadable(text: text, expected: expected)
        }
    }

    /// The link that reaches this endpoint; it opens by itself, and says in `trouble` why it cannot.
    public func link(clock: any DockClock) -> any VehicleTransport {
        switch self {
        case .udpListen, .udpSend: UDPLink(self, clock: clock)
        case .tcp, .serial: StreamLink(self, clock: clock)
        }
    }

    /// The text that reads back as this endpoint.
    public var description: String {
        switch self {
        case .udpListen(let host, let port): "udpin:\(Self.bracketed(host)):\(port)"
        case .udpSend(let host, let port): "udpout:\(Self.bracketed(host)):\(port)"
        case .tcp(let host, let port): "tcp:\(Self.bracketed(host)):\(port)"
        case .serial(let path, let baud): "serial:\(path):\(baud)"
        }
    }

    /// Whether it is a serial port.
    public var isSerial: Bool {
        if case .serial = self { true } else { false }
    }

    private static func port(_ text: Substring) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":"), let baud = Int(text[text.index(after: colon)...]),
            SerialPort.speeds.contains(where: { $0.baud == baud })
        else { return nil }
        let path = String(text[..<colon])
        guard path.hasPrefix("/dev/"), path.utf8.count <= 200, !path.contains(".."), !path.utf8.contains(0) else {
            return nil
        }
        return (path, baud)
    }

    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    private static func address(_ text: Substring) -> (String, UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty || host.utf8.contains(0) ? nil : (String(host), port)
    }
}
