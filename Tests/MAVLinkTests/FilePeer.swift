// SPDX-License-Identifier: Apache-2.0
// Two autopilots that serve files by their own rules, as far as a reader can tell them apart: PX4 has one session,
// bursts of 35 kB, and jumps to a new burst at once; ArduPilot works off a short queue, a whole burst before the next.

import DockModel

@testable import MAVLink

struct FilePeer: RadioPeer {
    let autopilot: Autopilot
    var files: [String: [UInt8]]
    /// What it announces as a file's size; nil tells the truth.
    var announced: Int?
    var knowsChecksum = true
    /// The session that is open, as another station (or an earlier attempt) may have left it.
    var openPath: String?
    var session: UInt8 = 0
    private(set) var opens = 0
    private(set) var dropped = 0

    private struct Stream {
        var sequence: UInt16
        var offset: Int
        var sent = 0
        var size: Int
    }

    private var stream: Stream?
    private var queue: [FilePacket] = []
    private var answers: [FilePacket] = []
    private var lastAnswer: FilePacket?

    init(_ autopilot: Autopilot, files: [String: [UInt8]]) {
        self.autopilot = autopilot
        self.files = files
        session = autopilot == .px4 ? 0 : 3
    }

    var isSending: Bool { stream != nil || !queue.isEmpty || !answers.isEmpty }

    /// A restart forgets the session.
    mutating func restart() {
        (openPath, stream, queue, answers, lastAnswer) = (nil, nil, [], [], nil)
    }

    mutating func take(_ message: any MAVLinkMessage, at now: Instant) {
        guard let message = message as? FileTransferProtocolMessage, let packet = FilePacket(message) else { return }
        if autopilot == .px4 { return serve(packet) }
        guard queue.count < 5 else {
            dropped += 1
            return
        }
        queue.append(packet)
    }

    mutating func next(at now: Instant) -> (any MAVLinkMessage)? {
        if answers.isEmpty, stream == nil, !queue.isEmpty { serve(queue.removeFirst()) }
        if !answers.isEmpty { return answers.removeFirst().message(to: dock) }
        return stream == nil ? nil : nextOfBurst()?.message(to: dock)
    }

    private mutating func nextOfBurst() -> FilePacket? {
        guard var current = stream, let bytes = openPath.flatMap({ files[$0] }) else { return nil }
        let requested = FileOperation.burstRead.rawValue
        guard current.offset < bytes.count else {
            stream = nil
            return FilePacket(
                sequence: current.sequence, session: session, .refuse, requested: requested,
                offset: UInt32(current.offset), data: FileRefusal.endOfFile.data)
        }
        let piece = Array(bytes[current.offset..<min(bytes.count, current.offset + current.size)])
        current.sent += 1
        let isLast = current.sent >= (autopilot == .px4 ? 35_133 / 239 : 2_000)
        let packet = FilePacket(
            sequence: current.sequence, session: session, .acknowledge, requested: requested, isBurstEnd: isLast,
            offset: UInt32(current.offset), data: piece)
        current.offset += piece.count
        current.sequence &+= 1
        stream = isLast ? nil : current
        return packet
    }

    private mutating func serve(_ packet: FilePacket) {
        if let lastAnswer, lastAnswer.sequence == packet.sequence &+ 1, lastAnswer.requested == packet.operation {
            return answers.append(lastAnswer)
        }
        func answer(_ data: [UInt8], refusal: FileRefusal? = nil) {
            let answer = FilePacket(
                sequence: packet.sequence &+ 1, session: session, refusal == nil ? .acknowledge : .refuse,
                requested: packet.operation, offset: packet.offset, data: refusal?.data ?? data)
            lastAnswer = answer
            answers.append(answer)
        }
        let path = String(decoding: packet.data, as: UTF8.self)
        switch FileOperation(rawValue: packet.operation) {
        case .resetSessions, .terminateSession:
            (openPath, stream) = (nil, nil)
            answer([])
        case .openForReading:
            opens += 1
            if openPath != nil { return answer([], refusal: autopilot == .px4 ? .noSessions : .failed) }
            guard let bytes = files[path] else { return answer([], refusal: .system(2)) }
            openPath = path
            let size = UInt32(announced ?? bytes.count)
            answer((0..<4).map { UInt8(truncatingIfNeeded: size >> UInt32(8 * $0)) })
        case .read:
            guard let bytes = openPath.flatMap({ files[$0] }) else { return answer([], refusal: .invalidSession) }
            guard Int(packet.offset) < bytes.count else { return answer([], refusal: .endOfFile) }
            answer(Array(bytes[Int(packet.offset)..<min(bytes.count, Int(packet.offset) + Int(packet.size))]))
        case .burstRead:
            guard openPath != nil else { return answer([], refusal: .invalidSession) }
            stream = Stream(
                sequence: packet.sequence &+ 1, offset: Int(packet.offset), size: max(1, Int(packet.size)))
        case .checksum:
            guard knowsChecksum else { return answer([], refusal: .unknownCommand) }
            guard let bytes = files[path] else { return answer([], refusal: .notFound) }
            var sum = FileChecksum()
            sum.add(bytes)
            answer((0..<4).map { UInt8(truncatingIfNeeded: sum.value >> UInt32(8 * $0)) })
        case .listDirectory: list(path, packet, answer)
        default: answer([], refusal: .unknownCommand)
        }
    }

    private func list(_ path: String, _ packet: FilePacket, _ answer: ([UInt8], FileRefusal?) -> Void) {
        let inside = files.keys.filter { $0.hasPrefix(path + "/") }.sorted()
        guard !inside.isEmpty else { return answer([], .notFound) }
        var data: [UInt8] = []
        for name in inside.dropFirst(Int(packet.offset)) {
            let entry = Array("F\(name.dropFirst(path.count + 1))\t\(files[name]?.count ?? 0)".utf8) + [0]
            guard data.count + entry.count <= FilePacket.mostData else { break }
            data += entry
        }
        answer(data, data.isEmpty ? .endOfFile : nil)
    }
}
