// SPDX-License-Identifier: Apache-2.0
// The small exchanges of MAVFTP: list a directory, ask for a file's checksum. A request is repeated with its own number
// when no answer comes, so that the vehicle can tell a repetition from a new request.

import DockModel

/// Waits and retries of file exchanges.
public struct FileTiming: Sendable, Equatable {
    /// Silence after which a request is repeated.
    public var answerTimeout = Duration.seconds(2)
    /// How often a request is sent.
    public var attempts = 6
    /// Silence in the middle of a burst after which its end counts as lost.
    public var stallTimeout = Duration.milliseconds(500)
    /// How long nothing new may come before a download is given up; on a slow link `attempts` answers long.
    public var longestSilence = Duration.seconds(30)
    /// The longest that one answer is waited for, however slow the ones before were.
    public var longestAnswer = Duration.seconds(15)
    /// How long to wait for a session when all are taken: ArduPilot keeps one for 3 s after its last answer.
    public var sessionWait = Duration.seconds(1)
    /// Silence of ours in a burst after which the session is kept open: PX4 closes it 10 s after the last request.
    public var keepAlive = Duration.seconds(4)
    /// Files longer than this are not fetched.
    public var longestFile = 1 << 30
    /// Directories with more entries are cut.
    public var mostEntries = 10_000
    /// How long the vehicle may compute a checksum.
    public var checksumTimeout = Duration.seconds(60)

    /// The usual waits.
    public init() {}
}

/// An entry of a directory on the vehicle.
public struct DirectoryEntry: Sendable, Equatable {
    /// Its name, as the vehicle writes it.
    public var name: String
    /// Whether it is a directory.
    public var isDirectory: Bool
    /// Its length in bytes; nil for directories, and where the vehicle does not say.
    public var size: Int?

    /// An entry.
    public init(name: String, isDirectory: Bool, size: Int?) {
        self.name = name
        self.isDirectory = isDirectory
        self.size = size
    }
}

/// How a listing or a checksum ended.
public enum FileAnswer: Sendable, Equatable {
    /// The directory, in the vehicle's order; `isWhole` is false when it has more entries than are taken.
    case entries([DirectoryEntry], isWhole: Bool)
    /// The file's checksum; see `FileChecksum`.
    case checksum(UInt32)
    /// The vehicle refused, and why.
    case refused(FileRefusal)
    /// The vehicle did not answer.
    case unanswered
}

/// A listing or a checksum.
public struct FileQuestion: MicroProtocol {
    /// What is asked.
    public enum Subject: Sendable, Equatable {
        /// The entries of a directory.
        case directory(String)
        /// The checksum of a file.
        case checksum(String)
    }

    /// How it ended.
    public private(set) var outcome: FileAnswer?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// The number that the next exchange should begin with.
    public private(set) var nextSequence: UInt16

    private let subject: Subject
    private let ends: Correspondents
    private let timing: FileTiming
    private var request: FilePacket?
    private var attempts = 0
    /// The session that the vehicle gave: ArduPilot gives each request of session 0 another one, and has five.
    private var session: UInt8 = 0
    private var entries: [DirectoryEntry] = []
    /// How many entries the vehicle sent, those that are left out too: it counts on from there.
    private var listed = 0

    /// A question for the vehicle.
    public init(
        _ subject: Subject, between ends: Correspondents, sequence: UInt16, timing: FileTiming = FileTiming()
    ) {
        self.subject = subject
        self.ends = ends
        self.timing = timing
        nextSequence = sequence
    }

    /// Asks.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard request == nil, outcome == nil else { return [] }
        return ask(at: now)
    }

    /// Takes the answer to the request that is under way.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, let request, let packet = frame.filePacket(between: ends),
            packet.sequence == request.sequence &+ 1, packet.requested == request.operation
        else { return [] }
        if let refusal = packet.refusal {
            if refusal == .noSessions, attempts < timing.attempts {
                deadline = now + timing.sessionWait
                return []
            }
            if refusal == .endOfFile, case .directory = subject { return finish(.entries(entries, isWhole: true)) }
            return finish(.refused(refusal))
        }
        guard packet.isAcknowledgement else { return [] }
        session = packet.session
        switch subject {
        case .checksum:
            return finish(packet.number.map { .checksum($0) } ?? .refused(.badSize))
        case .directory:
            let before = listed
            take(packet.data)
            if listed == before { return finish(.entries(entries, isWhole: true)) }
            if listed >= timing.mostEntries { return finish(.entries(entries, isWhole: false)) }
            return ask(at: now)
        }
    }

    /// Repeats the request or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, let request, let deadline, now >= deadline else { return [] }
        guard attempts < timing.attempts else { return finish(.unanswered) }
        attempts += 1
        self.deadline = now + patience
        return [request.message(to: ends.vehicle)]
    }

    private var patience: Duration {
        if case .checksum = subject { return max(timing.checksumTimeout / timing.attempts, timing.answerTimeout) }
        return timing.answerTimeout
    }

    private mutating func ask(at now: Instant) -> [any MAVLinkMessage] {
        let packet: FilePacket
        switch subject {
        case .directory(let path):
            packet = FilePacket(
                sequence: nextSequence, session: session, .listDirectory, offset: UInt32(clamping: listed),
                data: Array(path.utf8))
        case .checksum(let path):
            packet = FilePacket(sequence: nextSequence, .checksum, data: Array(path.utf8))
        }
        nextSequence &+= 2
        request = packet
        attempts = 1
        deadline = now + patience
        return [packet.message(to: ends.vehicle)]
    }

    /// Takes entries, each ended by a zero: `Fname<tab>size`, `Dname`, or `S` for one that is left out.
    private mutating func take(_ data: [UInt8]) {
        for text in data.split(separator: 0, omittingEmptySubsequences: true) {
            listed += 1
            let words = text.dropFirst().split(separator: 9, maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = words.first, !first.isEmpty else { continue }
            let name = String(decoding: first, as: UTF8.self)
            switch text.first {
            case UInt8(ascii: "F"):
                let size = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) : nil
                entries.append(DirectoryEntry(name: name, isDirectory: false, size: size.map { max(0, $0) }))
            case UInt8(ascii: "D"):
                if name != ".", name != ".." {
                    entries.append(DirectoryEntry(name: name, isDirectory: true, size: nil))
                }
            default: break
            }
        }
    }

    /// Ends, and gives back the session that was taken for it; nobody waits for the answer.
    private mutating func finish(_ answer: FileAnswer) -> [any MAVLinkMessage] {
        outcome = answer
        deadline = nil
        guard session != 0 else { return [] }
        defer { nextSequence &+= 2 }
        return [FilePacket(sequence: nextSequence, session: session, .terminateSession).message(to: ends.vehicle)]
    }
}

extension MAVLinkFrame {
    /// The file packet in a frame of the vehicle to us; PX4 names no component, and older autopilots no system.
    func filePacket(between ends: Correspondents) -> FilePacket? {
        guard ends.isFromVehicle(self), let message = decode(FileTransferProtocolMessage.self),
            ends.own.isMeant(bySystem: message.targetSystem, component: message.targetComponent)
        else { return nil }
        return FilePacket(message)
    }
}
