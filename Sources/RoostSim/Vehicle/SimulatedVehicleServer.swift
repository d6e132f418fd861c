// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle on a real UDP socket, paced by a dock clock: a stand-in for an autopilot with a
// radio. It adds no behaviour of its own; what the vehicle does is in SimulatedVehicle.

internal import DockModel
internal import Foundation
public import Host
internal import Synchronization
public import VehicleLink

/// Serves one simulated vehicle over UDP until it is stopped.
public final class SimulatedVehicleServer: Sendable {
    private struct Served: Sendable {
        var vehicle: SimulatedVehicle
        var peers: [SocketAddress]
        var isStopped = false

        mutating func learn(_ sender: SocketAddress) {
            guard !peers.contains(sender) else { return }
            if peers.count >= SimulatedVehicleServer.mostPeers { peers.removeFirst() }
            peers.append(sender)
        }
    }

    private let served: Mutex<Served>
    private let socket: DatagramSocket
    private let bell = Doorbell()
    private let clock: any DockClock
    /// Most ground stations answered at once; the one heard longest ago is forgotten.
    private static let mostPeers = 8
    /// Longest real time between two looks at the clock.
    private static let longestWait = Duration.milliseconds(20)
    /// Shortest real time between two looks at the clock; a datagram ends the wait at once.
    private static let shortestWait = Duration.milliseconds(3)
    /// Vehicle time between two looks at the socket.
    private static let slice = Duration.seconds(1)
    /// Datagrams taken in one go.
    private static let datagramsInOneGo = 256

    /// Opens the socket. The vehicle lives from the first `start()` on, in the clock's time.
    /// - Parameters:
    ///   - vehicle: made with `now` equal to the clock's boot time.
    ///   - host: the local address to bind; "127.0.0.1" keeps it on this machine.
    ///   - port: the local port; 0 lets the system choose.
    ///   - peer: `udpout:`-style fixed ground station that it calls first, as an autopilot does.
    /// - Throws: `VehicleLinkError.cannotOpen` when the socket cannot be bound or the peer not resolved.
    public init(
        vehicle: SimulatedVehicle, clock: any DockClock, host: String = "127.0.0.1", port: UInt16 = 0,
        peer: (host: String, port: UInt16)? = nil
    ) throws(VehicleLinkError) {
        socket = try DatagramSocket(listeningOn: host, port: port)
        var peers: [SocketAddress] = []
        if let peer { peers = [try SocketAddress(host: peer.host, port: peer.port)] }
        served = Mutex(Served(vehicle: vehicle, peers: peers))
        self.clock = clock
    }

    /// The local port.
    public var port: UInt16 { socket.localAddress?.port ?? 0 }

    /// Starts its thread.
    public func start() {
        let thread = Thread { [self] in run() }
        thread.name = "sim-vehicle"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Ends its thread; the vehicle falls silent.
    public func stop() {
        served.withLock { $0.isStopped = true }
        bell.ring()
    }

    /// Looks at or changes the vehicle, between two of its steps.
    public func withVehicle<Result: Sendable>(_ body: (inout SimulatedVehicle) -> Result) -> Result {
        served.withLock { served in
            served.vehicle.advance(to: clock.now().boot)
            return body(&served.vehicle)
        }
    }

    private func run() {
        var buffer: [UInt8] = []
        while true {
            let isStopped = served.withLock { served in
                live(&served, &buffer)
                return served.isStopped
            }
            if isStopped { return }
            let step = clock.realTime(of: SimulatedVehicle.step)
            socket.wait(for: min(max(step, Self.shortestWait), Self.longestWait), or: bell)
        }
    }

    private func live(_ served: inout Served, _ buffer: inout [UInt8]) {
        let now = clock.now().boot
        // After a stall the vehicle catches up in slices, so that what waits in the socket reaches it in
        // time.
        repeat {
            for _ in 0..<Self.datagramsInOneGo {
                guard let (bytes, sender) = socket.receive(into: &buffer) else { break }
                served.learn(sender)
                served.vehicle.receive(bytes)
            }
            let isFarBehind = served.vehicle.now.duration(to: now) > SimulatedVehicle.longestParkedSpan
            served.vehicle.advance(to: isFarBehind ? now : min(now, served.vehicle.now + Self.slice))
        } while served.vehicle.now + Self.slice < now
        for frame in served.vehicle.takeOutgoing() {
            for peer in served.peers { socket.send(frame, to: peer) }
        }
    }
}

extension VehicleConfiguration {
    /// This vehicle with time-outs that no busy machine misses by accident: on a clock that runs faster than
    /// life, none of them is shorter than a second of real time.
    public func stretched(for clock: any DockClock) -> VehicleConfiguration {
        let realSecond = clock.realTime(of: .seconds(1)).inSeconds
        guard realSecond > 0, realSecond < 1 else { return self }
        let least = Duration.seconds(min(1 / realSecond, 3_600))
        var stretched = self
        stretched.groundStationTimeout = groundStationTimeout.map { max($0, least) }
        stretched.transferTimeout = max(transferTimeout, least)
        stretched.idleDisarm = max(idleDisarm, least)
        return stretched
    }
}
