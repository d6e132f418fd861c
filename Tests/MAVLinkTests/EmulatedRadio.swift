// SPDX-License-Identifier: Apache-2.0
// A radio in virtual time: a rate, a delay and a loss for each direction, and a sender that is held back when the
// radio's queue is full, as autopilots are. It carries messages and decides nothing about them.

import DockModel

@testable import MAVLink

/// One direction of a radio.
struct RadioPath {
    let bitsPerSecond: Double
    let delay: Duration
    /// Lost frames in per mille.
    let loss: Int
    /// Frames in per mille that come 20 ms late, behind their successors.
    var late = 0
    /// Frames that wait for the radio at most.
    var queueLimit = 4
    var generator: SeededGenerator
    private(set) var bytesCarried = 0
    private var freeAt = Instant(nanoseconds: 0)
    private var underWay: [(arrival: Instant, message: any MAVLinkMessage)] = []

    init(bitsPerSecond: Double, delay: Duration, loss: Int, late: Int = 0, seed: UInt64) {
        self.bitsPerSecond = bitsPerSecond
        self.delay = delay
        self.loss = loss
        self.late = late
        generator = SeededGenerator(seed: seed)
    }

    /// Whether a sender may hand it another frame now.
    func hasRoom(at now: Instant) -> Bool { freeAt <= now + frameTime(120) * queueLimit }

    func frameTime(_ bytes: Int) -> Duration { .seconds(Double(bytes) * 8 / bitsPerSecond) }

    mutating func send(_ message: any MAVLinkMessage, at now: Instant) {
        let length = 12 + Self.length(of: message)
        freeAt = max(freeAt, now) + frameTime(length)
        bytesCarried += length
        guard Int.random(in: 0..<1_000, using: &generator) >= loss else { return }
        var arrival = freeAt + delay
        if Int.random(in: 0..<1_000, using: &generator) < late { arrival = arrival + .milliseconds(20) }
        var place = underWay.count
        while place > 0, underWay[place - 1].arrival > arrival { place -= 1 }
        underWay.insert((arrival, message), at: place)
    }

    /// The length on the wire; the two long messages are never cut in these tests.
    private static func length(of message: any MAVLinkMessage) -> Int {
        switch message {
        case is LogDataMessage: 97
        case is FileTransferProtocolMessage: message.payload().truncatedCount
        default: 24
        }
    }

    /// When the next frame arrives.
    var nextArrival: Instant? { underWay.first?.arrival }

    /// The frames that have arrived.
    mutating func take(at now: Instant) -> [any MAVLinkMessage] {
        let count = underWay.prefix { $0.arrival <= now }.count
        guard count > 0 else { return [] }
        defer { underWay.removeFirst(count) }
        return underWay[..<count].map(\.message)
    }

    /// When a sender may hand it another frame.
    var roomAt: Instant { freeAt + frameTime(120) * -queueLimit }
}

/// A vehicle at the other end of the radio.
protocol RadioPeer {
    /// Takes a message; what it has to say goes out in `next`.
    mutating func take(_ message: any MAVLinkMessage, at now: Instant)
    /// The next message it sends; nil when it has nothing to say now.
    mutating func next(at now: Instant) -> (any MAVLinkMessage)?
    /// Whether it has something to say.
    var isSending: Bool { get }
}

/// What a transfer took.
struct TransferMeasure {
    var seconds: Double
    var downBytes: Int
    var file: [UInt8]
    /// The share of the time that the fastest transfer without any loss would have taken.
    func share(bytes: Int, payload: Int, frame: Int, bitsPerSecond: Double) -> Double {
        Double((bytes + payload - 1) / payload * frame) * 8 / bitsPerSecond / seconds
    }
}

/// Runs a file's transfer over a radio until it ends, or until `limit` virtual seconds have passed.
func transfer<Source: FileSource, Peer: RadioPeer>(
    _ source: inout Source, from peer: inout Peer, down: inout RadioPath, up: inout RadioPath, size: Int,
    limit: Double = 4_000, isCut: (Instant) -> Bool = { _ in false }
) -> TransferMeasure {
    let start = seconds(10)
    var now = start
    var file = [UInt8](repeating: 0, count: size)
    for message in source.start(at: now) { up.send(message, at: now) }
    while source.outcome == nil, now < start + .seconds(limit) {
        let isCutNow = isCut(now)
        for message in up.take(at: now) where !isCutNow { peer.take(message, at: now) }
        while down.hasRoom(at: now), let message = peer.next(at: now) {
            down.send(message, at: now)
        }
        for message in down.take(at: now) where !isCutNow {
            for answer in source.receive(frame(message), at: now) { up.send(answer, at: now) }
        }
        if let deadline = source.deadline, deadline <= now {
            for answer in source.tick(at: now) { up.send(answer, at: now) }
        }
        for piece in source.takePieces() {
            for (index, byte) in piece.bytes.enumerated() { file[piece.offset + index] = byte }
        }
        // To the next event, but no finer than a quarter of a millisecond.
        var next = now + .milliseconds(5)
        for event in [down.nextArrival, up.nextArrival, source.deadline] {
            if let event { next = min(next, event) }
        }
        if peer.isSending { next = min(next, down.roomAt) }
        now = max(next, now + .microseconds(250))
    }
    return TransferMeasure(seconds: start.duration(to: now).inSeconds, downBytes: down.bytesCarried, file: file)
}
