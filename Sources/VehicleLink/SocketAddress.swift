// SPDX-License-Identifier: Apache-2.0
// One IPv4 or IPv6 socket address as a value, and how names become addresses. C pointers stay in this file
// and in the socket beside it.

internal import Glibc

/// An address that datagrams come from and go to.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The raw `sockaddr` of the system.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The first address of a host, one of IPv4 where it has one: autopilots and simulators listen there, and UDP does
    /// not tell that nobody listens on the other. Blocks while a name server is asked.
    /// - Throws: `cannotOpen` with the resolver's words.
    public init(host: String, port: UInt16) throws(VehicleLinkError) {
        let found = try Self.resolve(host: host, port: port, isPassive: false, isStream: false)
        guard let first = Self.preferred(of: found) else {
            throw .cannotOpen(endpoint: "\(host):\(port)", reason: "no address")
        }
        self = first
    }

    /// The address to use of those that a host has.
    static func preferred(of found: [SocketAddress]) -> SocketAddress? {
        found.first { $0.family == AF_INET } ?? found.first
    }

    /// AF_INET or AF_INET6.
    var family: Int32 {
        guard bytes.count >= 2 else { return AF_UNSPEC }
        return Int32(UInt16(bytes[0]) | UInt16(bytes[1]) << 8)
    }

    /// The port number.
    public var port: UInt16 {
        guard bytes.count >= 4 else { return 0 }
        return UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }

    /// Host and port in numbers, as "127.0.0.1:14550".
    public var description: String {
        var host = [CChar](repeating: 0, count: 64)
        let result = unsafe bytes.withUnsafeBytes { raw in
            unsafe getnameinfo(
                raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count), &host,
                socklen_t(host.count), nil, 0, NI_NUMERICHOST)
        }
        guard result == 0 else { return "unknown:\(port)" }
        let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
    }

    /// The addresses of a host; blocks while a name server is asked.
    /// - Throws: `cannotOpen` with the resolver's words.
    static func resolve(
        host: String, port: UInt16, isPassive: Bool, isStream: Bool
    ) throws(VehicleLinkError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = isStream ? Int32(SOCK_STREAM.rawValue) : Int32(SOCK_DGRAM.rawValue)
        unsafe hints.ai_flags = (isPassive ? AI_PASSIVE : 0) | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            let reason = unsafe String(cString: gai_strerror(status))
            throw .cannotOpen(endpoint: "\(host):\(port)", reason: reason)
        }
        defer { unsafe freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var entry = unsafe list
        while let info = unsafe entry {
            if let address = unsafe info.pointee.ai_addr {
                let length = unsafe Int(info.pointee.ai_addrlen)
                let raw = unsafe UnsafeRawBufferPointer(start: address, count: length)
                found.append(unsafe SocketAddress(bytes: Array(raw)))
            }
            unsafe entry = info.pointee.ai_next
        }
        return found
    }
}

/// The system's words for an error number.
func systemReason(_ number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 128)
    guard unsafe strerror_r(number, &text, text.count) == 0 else { return "error \(number)" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The system's words for the last failed call of this thread.
func lastReason() -> String { systemReason(errno) }
