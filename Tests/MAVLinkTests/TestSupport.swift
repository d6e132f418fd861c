// SPDX-License-Identifier: Apache-2.0
// What several tests share: a fixed-seed generator, addresses, and the loop that runs an exchange against a
// scripted peer over a link that loses, repeats and reorders.

import DockModel
import Testing

@testable import MAVLink

/// A fixed-seed generator (SplitMix64): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

let vehicle = MAVLinkAddress(system: 1, component: 1)
let dock = MAVLinkAddress(system: 255, component: 190)
let ends = Correspondents(own: dock, vehicle: vehicle)

func seconds(_ value: Double) -> Instant { Instant(seconds: value) }

/// A frame of the vehicle (or of another sender).
func frame(_ message: some MAVLinkMessage, from source: MAVLinkAddress = vehicle) -> MAVLinkFrame {
    MAVLinkFrame(message, from: source)
}

/// What a scripted vehicle does with one message of ours.
protocol ScriptedPeer {
    mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage]
    /// Called every 100 ms of virtual time; a peer may repeat itself.
    mutating func pass(_ now: Instant) -> [any MAVLinkMessage]
}

/// A link with faults, in percent of the frames of either direction.
struct FaultyLink {
    var loss = 0
    var repetition = 0
    var reordering = 0
    var generator: SeededGenerator

    mutating func carry<Message>(_ messages: [Message]) -> [Message] {
        var carried: [Message] = []
        for message in messages where !generator.chance(loss) {
            carried.append(message)
            if generator.chance(repetition) { carried.append(message) }
        }
        if carried.count > 1, generator.chance(reordering) { carried.shuffle(using: &generator) }
        return carried
    }
}

/// Runs an exchange against a peer until it ends or `limit` virtual seconds have passed; returns what it
/// sent.
@discardableResult
func run<Exchange: MicroProtocol, Peer: ScriptedPeer>(
    _ exchange: inout Exchange, against peer: inout Peer, over link: inout FaultyLink, limit: Double = 300
) -> [any MAVLinkMessage] {
    var now = seconds(10)
    var sent: [any MAVLinkMessage] = []
    var held: [any MAVLinkMessage] = []
    var outgoing = exchange.start(at: now)
    while exchange.outcome == nil, now < seconds(10 + limit) {
        sent += outgoing
        var incoming: [any MAVLinkMessage] = held
        held = []
        incoming += peer.pass(now)
        for message in link.carry(outgoing) { incoming += peer.answer(message) }
        incoming = link.carry(incoming)
        if !incoming.isEmpty, link.generator.chance(link.reordering) { held = [incoming.removeLast()] }
        outgoing = []
        for message in incoming { outgoing += exchange.receive(frame(message), at: now) }
        now = now + .milliseconds(100)
        outgoing += exchange.tick(at: now)
    }
    sent += outgoing
    return sent
}
