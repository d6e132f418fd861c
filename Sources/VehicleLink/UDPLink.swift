// SPDX-License-Identifier: Apache-2.0
// The vehicle's link over UDP. A thread of its own reads the socket and opens it again when it is lost;
// unplugged interfaces, refused packets and absurd packets are survived, never reported as an end.

internal import Foundation
public import Host
internal import Synchronization

/// A UDP link, listening or sending to a fixed address.
public final class UDPLink: VehicleTransport {
    private struct State {
        var socket: DatagramSocket?
        var peer: SocketAddress?
        var trouble: String?
        var isClosed = false
    }

    /// What the settings named.
    public let endpoint: LinkEndpoint
    /// Every datagram that arrives.
    public let arrivals: AsyncStream<Arrival>
    private let sink: AsyncStream<Arrival>.Continuation
    private let state = Mutex(State())
    private let bell = Doorbell()
    private let clock: any DockClock

    /// Opens the link and starts its thread. An address that cannot be opened now is tried again every
    /// second.
    /// - Precondition: `endpoint` is one of the two UDP forms.
    public init(_ endpoint: LinkEndpoint, clock: any DockClock) {
        switch endpoint {
        case .udpListen, .udpSend: break
        case .tcp, .serial: preconditionFailure("a UDP link was given another endpoint")
        }
        self.endpoint = endpoint
        self.clock = clock
        (arrivals, sink) = AsyncStream.makeStream(
            of: Arrival.self, bufferingPolicy: .bufferingNewest(TransportLimit.waitingArrivals))
        open()
        let thread = Thread { [self] in
            nameThisThread("vehicle-udp")
            run()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Why the link does not work now; nil when nothing is known to be wrong.
    public var trouble: String? { state.withLock { $0.trouble } }
    /// The local port; nil while the socket is not open or unbound.
    public var localPort: UInt16? { state.withLock { $0.socket?.localAddress?.port } }

    /// Sends a datagram to the vehicle.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        let (socket, peer) = state.withLock { ($0.socket, $0.peer) }
        guard let socket, let peer else { return false }
        let isSent = socket.send(bytes, to: peer)
        let reason = isSent ? nil : "sending to \(peer) failed: \(lastReason())"
        state.withLock { $0.trouble = reason }
        return isSent
    }

    /// A listening link answers this address from now on; a link with a fixed address keeps it.
    public func answer(to address: SocketAddress?) {
        guard case .udpListen = endpoint, let address else { return }
        state.withLock { $0.peer = address }
    }

    /// Ends the thread and the stream.
    public func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    private func run() {
        var buffer: [UInt8] = []
        var emptyWakes = 0
        while !state.withLock({ $0.isClosed }) {
            guard let socket = state.withLock({ $0.socket }) else {
                bell.wait(for: max(clock.realTime(of: TransportLimit.reopenInterval), .milliseconds(10)))
                open()
                continue
            }
            let isReadable = socket.wait(for: TransportLimit.longestWait, or: bell)
            let taken = drain(socket, &buffer)
            emptyWakes = isReadable && taken == 0 ? emptyWakes + 1 : 0
            if emptyWakes > 100 {
                // The socket is broken for good: close it and open another after the pause above.
                emptyWakes = 0
                state.withLock { $0.socket = nil }
            }
        }
        state.withLock { $0.socket = nil }
        sink.finish()
    }

    private func drain(_ socket: DatagramSocket, _ buffer: inout [UInt8]) -> Int {
        for taken in 0..<TransportLimit.datagramsInOneGo {
            guard let (bytes, sender) = socket.receive(into: &buffer) else { return taken }
            sink.yield(Arrival(bytes: bytes, sender: sender))
        }
        return TransportLimit.datagramsInOneGo
    }

    private func open() {
        do {
            let (socket, peer) = try Self.socket(for: endpoint)
            state.withLock { state in
                state.socket = socket
                state.peer = peer ?? state.peer
                state.trouble = nil
            }
        } catch {
            state.withLock { $0.trouble = error.description }
        }
    }

    private static func socket(
        for endpoint: LinkEndpoint
    ) throws(VehicleLinkError) -> (DatagramSocket, SocketAddress?) {
        switch endpoint {
        case .udpListen(let host, let port): return (try DatagramSocket(listeningOn: host, port: port), nil)
        case .udpSend(let host, let port), .tcp(let host, let port):
            let peer = try SocketAddress(host: host, port: port)
            return (try DatagramSocket(family: peer.family, bindingTo: nil), peer)
        case .serial: throw .cannotOpen(endpoint: endpoint.description, reason: "not a UDP endpoint")
        }
    }
}
