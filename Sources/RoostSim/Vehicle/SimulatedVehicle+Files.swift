// SPDX-License-Identifier: Apache-2.0
// The vehicle's side of MAVFTP: its logs as files, where each autopilot family keeps them, and files of the
// configuration. Read only; PX4 has one session and jumps to a new burst, ArduPilot works off one request at a time.

internal import DockModel
internal import MAVLink

/// What the file server remembers.
struct FileServer: Sendable {
    /// The session that is open, and what it reads; PX4's only session is 0.
    var open: (session: UInt8, bytes: [UInt8])?
    var lastUse = Instant(nanoseconds: 0)
    var lastSession: UInt8 = 0
    var peer = Peer(system: 0, component: 0)
    /// The burst that is being sent.
    var burst: (sequence: UInt16, offset: Int, size: Int, sent: Int)?
    /// Requests that wait for the end of a burst (ArduPilot).
    var waiting: [FilePacket] = []
    /// The last answer, which a repeated request gets again.
    var lastAnswer: FilePacket?

    /// Silence after which an open session may be closed for a new one.
    static let sessionTimeout = Duration.seconds(10)
    static let longestQueue = 5
}

extension SimulatedVehicle {
    /// Where the logs are.
    private var logRoot: String { configuration.dialect == .px4 ? "/fs/microsd/log" : "/APM/LOGS" }

    /// Every file by its path.
    var files: [String: [UInt8]] {
        var all = configuration.files
        for log in logs { all[path(of: log)] = log.bytes }
        return all
    }

    /// PX4 names logs by day and time, ArduPilot by number.
    private func path(of log: StoredLog) -> String {
        switch configuration.dialect {
        case .ardupilot:
            let digits = String(log.id)
            return logRoot + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".BIN"
        case .px4:
            let day = Int(log.unixSeconds) / 86_400, second = Int(log.unixSeconds) % 86_400
            let date = Self.date(ofDay: day)
            let time = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            return "\(logRoot)/\(date)/\(time.joined(separator: "_")).ulg"
        }
    }

    /// A day since 1970 as year-month-day.
    private static func date(ofDay day: Int) -> String {
        // Years are counted from March, so that the leap day is the last one.
        let shifted = day + 719_468
        let era = shifted / 146_097, ofEra = shifted % 146_097
        let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let number = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let full = year + era * 400 + (month <= 2 ? 1 : 0)
        return "\(full)-\(month < 10 ? "0" : "")\(month)-\(number < 10 ? "0" : "")\(number)"
    }

    /// Takes a FILE_TRANSFER_PROTOCOL.
    mutating func hearFileRequest(_ frame: MAVLinkFrame, from peer: Peer) {
        guard let message = frame.decode(FileTransferProtocolMessage.self),
            isMine(message.targetSystem, message.targetComponent), let packet = FilePacket(message)
        else { return }
        fileServer.peer = peer
        if configuration.dialect == .ardupilot, fileServer.burst != nil {
            // A full queue drops what comes, as a lost frame.
            if fileServer.waiting.count < FileServer.longestQueue { fileServer.waiting.append(packet) }
            return
        }
        serve(packet)
        sendFileData()
    }

    /// Sends on with what is left of the radio's rate.
    mutating func sendFileData() {
        while radioCredit > 0, !faults.stallsLogs {
            if let burst = fileServer.burst {
                sendBurst(burst)
            } else if !fileServer.waiting.isEmpty {
                serve(fileServer.waiting.removeFirst())
            } else {
                return
            }
        }
    }

    private mutating func sendBurst(_ burst: (sequence: UInt16, offset: Int, size: Int, sent: Int)) {
        guard let open = fileServer.open else { return fileServer.burst = nil }
        let bytes = open.bytes
        fileServer.lastUse = timers.now
        let requested = FileOperation.burstRead.rawValue
        guard burst.offset < bytes.count else {
            fileServer.burst = nil
            return send(
                FilePacket(
                    sequence: burst.sequence, session: open.session, .refuse, requested: requested,
                    isBurstEnd: true, offset: UInt32(clamping: burst.offset), data: FileRefusal.endOfFile.data))
        }
        let piece = Array(bytes[burst.offset..<min(bytes.count, burst.offset + burst.size)])
        let sent = burst.sent + piece.count
        let isLast = sent > (configuration.dialect == .px4 ? 35_000 : 2_000 * burst.size - 1)
        send(
            FilePacket(
                sequence: burst.sequence, session: open.session, .acknowledge, requested: requested,
                isBurstEnd: isLast, offset: UInt32(clamping: burst.offset), data: piece))
        fileServer.burst =
            isLast ? nil : (burst.sequence &+ 1, burst.offset + piece.count, burst.size, sent)
    }

    private mutating func send(_ packet: FilePacket) {
        let peer = fileServer.peer
        let message = packet.message(to: MAVLinkAddress(system: peer.system, component: peer.component))
        radioCredit -= 27 + packet.data.count
        send(message)
    }

    private mutating func serve(_ packet: FilePacket) {
        if let last = fileServer.lastAnswer, last.sequence == packet.sequence &+ 1, last.requested == packet.operation {
            return send(last)
        }
        let result = answer(to: packet)
        guard let result else { return }
        let isOpen = packet.operation == FileOperation.openForReading.rawValue
        let session = isOpen ? fileServer.open?.session ?? packet.session : packet.session
        let answer: FilePacket
        switch result {
        case .success(let data):
            answer = FilePacket(
                sequence: packet.sequence &+ 1, session: session, .acknowledge, requested: packet.operation,
                offset: packet.offset, data: data)
        case .failure(let refused):
            answer = FilePacket(
                sequence: packet.sequence &+ 1, session: session, .refuse, requested: packet.operation,
                offset: packet.offset, data: refused.reason.data)
        }
        fileServer.lastAnswer = answer
        send(answer)
    }

    private struct Refused: Error { let reason: FileRefusal }

    /// The answer to a request; nil when a burst answers it.
    private mutating func answer(to packet: FilePacket) -> Result<[UInt8], Refused>? {
        func refuse(_ reason: FileRefusal) -> Result<[UInt8], Refused> { .failure(Refused(reason: reason)) }
        let name = packet.data.prefix { $0 != 0 }
        let path = Self.plainPath(String(decoding: name, as: UTF8.self))
        switch FileOperation(rawValue: packet.operation) {
        case Optional<FileOperation>.none: return refuse(.unknownCommand)
        case .some(.none): return .success([])
        case .resetSessions:
            closeFile()
            return .success([])
        case .terminateSession:
            guard fileServer.open?.session == packet.session else { return refuse(.invalidSession) }
            closeFile()
            return .success([])
        case .openForReading: return open(path)
        case .read:
            guard let open = fileServer.open, open.session == packet.session else {
                return refuse(configuration.dialect == .px4 ? .invalidSession : .notFound)
            }
            guard !faults.stallsLogs else { return nil }
            fileServer.lastUse = timers.now
            let start = Int(packet.offset)
            guard start < open.bytes.count else { return refuse(.endOfFile) }
            return .success(Array(open.bytes[start..<min(open.bytes.count, start + Int(packet.size))]))
        case .burstRead:
            guard let open = fileServer.open, open.session == packet.session else {
                return refuse(configuration.dialect == .px4 ? .invalidSession : .notFound)
            }
            let size = packet.size == 0 ? FilePacket.mostData : Int(packet.size)
            fileServer.burst = (packet.sequence &+ 1, Int(packet.offset), size, 0)
            return nil
        case .checksum:
            guard let bytes = files[path] else { return refuse(.notFound) }
            var sum = FileChecksum()
            sum.add(bytes)
            return .success(Self.octets(sum.value))
        case .listDirectory: return list(path, from: Int(packet.offset))
        case .create, .write, .removeFile, .createDirectory, .removeDirectory, .openForWriting, .truncate, .rename:
            return refuse(.protected)
        case .acknowledge, .refuse: return nil
        }
    }

    private mutating func open(_ path: String) -> Result<[UInt8], Refused> {
        if fileServer.open != nil {
            guard fileServer.lastUse + FileServer.sessionTimeout <= timers.now else {
                return .failure(Refused(reason: .noSessions))
            }
            closeFile()
        }
        guard let bytes = files[path] else {
            return .failure(Refused(reason: configuration.dialect == .px4 ? .system(2) : .notFound))
        }
        if configuration.dialect == .ardupilot {
            fileServer.lastSession = fileServer.lastSession == .max ? 1 : fileServer.lastSession + 1
        }
        fileServer.open = (fileServer.lastSession, bytes)
        fileServer.lastUse = timers.now
        return .success(Self.octets(UInt32(clamping: bytes.count)))
    }

    private mutating func closeFile() {
        fileServer.open = nil
        fileServer.burst = nil
    }

    /// The entries of a directory from one on, as many as fit.
    private func list(_ path: String, from first: Int) -> Result<[UInt8], Refused> {
        let prefix = path == "/" ? "/" : path + "/"
        var names: [String: String] = [:]
        for (file, bytes) in files where file.hasPrefix(prefix) {
            let rest = file.dropFirst(prefix.count)
            if let slash = rest.firstIndex(of: "/") {
                names[String(rest[..<slash])] = "D\(rest[..<slash])"
            } else {
                names[String(rest)] = "F\(rest)\t\(bytes.count)"
            }
        }
        guard !names.isEmpty else {
            return .failure(Refused(reason: configuration.dialect == .px4 ? .system(2) : .notFound))
        }
        var data: [UInt8] = []
        for name in names.keys.sorted().dropFirst(first) {
            let entry = Array((names[name] ?? "").utf8) + [0]
            guard data.count + entry.count <= FilePacket.mostData else { break }
            data += entry
        }
        return data.isEmpty ? .failure(Refused(reason: .endOfFile)) : .success(data)
    }

    /// A path with one slash before each name.
    private static func plainPath(_ path: String) -> String {
        "/" + path.split(separator: "/", omittingEmptySubsequences: true).joined(separator: "/")
    }

    private static func octets(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }
}
