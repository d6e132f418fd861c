// SPDX-License-Identifier: Apache-2.0
// What a session needs of a link, whatever carries it: bytes out, bytes in, and whom to answer. A transport
// never throws while it runs; a dead link is silence, and its words are kept in `trouble`.


/// Bytes that arrived at once: one datagram, or a piece of a stream.
public struct Arrival: Sendable {
    /// The bytes as they came; nothing about them has been checked.
    public var bytes: [UInt8]
    /// Who sent them; nil on a stream.
    public var sender: SocketAddress?
}

/// A link to a vehicle.
public protocol VehicleTransport: Sendable {
    /// What the settings named.
    var endpoint: LinkEndpoint { get }
    /// Everything that arrives, for one reader; what nobody reads in time is dropped, oldest first.
    var arrivals: AsyncStream<Arrival> { get }
    /// Why the link does not work now, in the system's words; nil when nothing is known to be wrong.
    var trouble: String? { get }
    /// Sends bytes to the vehicle; false when nobody is known to send to, or the network did not take them.
    @discardableResult func send(_ bytes: [UInt8]) -> Bool
    /// Sends to this address from now on; called once a frame has proved that the vehicle is there.
    func answer(to address: SocketAddress?)
    /// Ends the link and `arrivals`.
    func close()
}

/// Limits of a transport.
enum TransportLimit {
    /// Arrivals that wait for the reader.
    static let waitingArrivals = 4_096
    /// Datagrams taken in one go before the bell is looked at.
    static let datagramsInOneGo = 256
    /// Dock time between two attempts to open a link.
    static let reopenInterval = Duration.seconds(1)
    /// Longest real time in one wait.
    static let longestWait = Duration.milliseconds(500)
}
