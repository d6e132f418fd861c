// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle's end of the link: bytes to frames, messages to bytes, and when each telemetry
// message is due. It holds no flight logic; what is not for this vehicle is dropped here.

internal import DockModel
internal import MAVLink

/// Parser, encoder, queue and message schedule.
struct VehicleRadio: Sendable {
    var parser = FrameParser()
    var encoder: FrameEncoder
    var schedule = MessageSchedule()
    /// The events that can still be asked for.
    var events = SentEvents()
    /// Frames waiting to be sent, one datagram each.
    private(set) var outgoing: [[UInt8]] = []
    private var sentFrames = 0
    private var nextTextID: UInt16 = 1
    /// Most frames that wait; a vehicle without a link forgets the oldest.
    private static let longestQueue = 20_000

    init(_ configuration: VehicleConfiguration) {
        encoder = FrameEncoder(source: MAVLinkAddress(system: configuration.systemID, component: 1))
        guard let key = configuration.signingSecret.flatMap({ SigningKey(secret: $0) }) else { return }
        let timestamp = SigningTime.timestamp(of: configuration.powerUp)
        encoder.signer = FrameSigner(key: key, linkID: 0, lastTimestamp: timestamp)
        parser.verifier = SignatureVerifier(key: key, localTimestamp: timestamp)
    }

    /// Moves the clock of the signatures on.
    mutating func advance(to wall: WallTime) {
        guard encoder.signer != nil else { return }
        encoder.signer?.advance(to: SigningTime.timestamp(of: wall))
        parser.verifier?.advance(to: SigningTime.timestamp(of: wall))
    }

    /// Encodes and queues a message; a fault may lose it.
    mutating func send(_ message: some MAVLinkMessage, faults: VehicleFaults) {
        guard !faults.dropsTelemetry else { return }
        sentFrames += 1
        let bytes = encoder.encode(message)
        if let every = faults.losesEveryNth, every > 1, sentFrames % every == 0 { return }
        if outgoing.count >= Self.longestQueue { outgoing.removeFirst(Self.longestQueue / 2) }
        outgoing.append(bytes)
    }

    /// The id of a text that is longer than one message.
    mutating func newTextID() -> UInt16 {
        defer { nextTextID = nextTextID == .max ? 1 : nextTextID + 1 }
        return nextTextID
    }

    /// The checked frames in one datagram or piece of a stream.
    mutating func frames(in bytes: [UInt8]) -> [MAVLinkFrame] { parser.receive(bytes) + parser.finish() }

    /// Forgets what waited, as a power cut does.
    mutating func reset() {
        parser = FrameParser(verifier: parser.verifier)
        encoder.nextSequence = 0
        events = SentEvents()
        outgoing.removeAll()
    }

    /// Hands out and forgets what waits.
    mutating func takeOutgoing() -> [[UInt8]] {
        defer { outgoing.removeAll(keepingCapacity: true) }
        return outgoing
    }
}

/// When each telemetry message is due.
struct MessageSchedule: Sendable {
    private struct Entry {
        var interval: Duration
        var due: Instant
    }

    private var entries: [UInt32: Entry] = [:]

    /// Sends `messageID` every `interval` from now on; nil stops it.
    mutating func set(_ messageID: UInt32, every interval: Duration?, from now: Instant) {
        entries[messageID] = interval.map { Entry(interval: max($0, SimulatedVehicle.step), due: now) }
    }

    /// The interval of a message; nil when it is not sent.
    func interval(of messageID: UInt32) -> Duration? { entries[messageID]?.interval }

    /// The messages that are due, in order of number; each is due again one interval later.
    mutating func takeDue(at now: Instant) -> [UInt32] {
        var due: [UInt32] = []
        for (id, entry) in entries where entry.due <= now {
            due.append(id)
            let next = entry.due + entry.interval
            entries[id]?.due = next <= now ? now + entry.interval : next
        }
        return due.sorted()
    }

    /// Forgets what was due while nobody looked.
    mutating func forgetBacklog(at now: Instant) {
        for id in entries.keys where entries[id].map({ $0.due < now }) == true { entries[id]?.due = now }
    }
}
