// SPDX-License-Identifier: Apache-2.0
// The vehicle's side of MAVFTP: its logs as files, where each autopilot family keeps them, and files of the
// configuration. Read only. PX4 (mavlink_ftp.cpp) has one session, closes it 10 s after the last request even in the
// middle of a burst, and jumps to a new burst; ArduPilot (GCS_FTP.cpp) has five sessions, gives each request of
// session 0 a new one for 3 s, and works off one request at a time.

internal import DockModel
internal import MAVLink

/// What the file server remembers.
struct FileServer: Sendable {
    /// A session, and what it reads; nil when no file is open in it.
    struct Session: Sendable {
        var id: UInt8
        var peer: Peer
        var bytes: [UInt8]?
        /// When it was used last; nil when it is free.
        var lastUse: Instant?
    }

    /// A burst that is being sent.
    struct Burst: Sendable {
        var session: UInt8
        var sequence: UInt16
        var offset: Int
        var size: Int
        var sent = 0
    }

    var sessions: [Session] = []
    var lastSession: UInt8 = 0
    var peer = Peer(system: 0, component: 0)
    /// The session that the request named.
    var asked: UInt8 = 0
    var burst: Burst?
    /// Requests that wait for the end of a burst (ArduPilot).
    var waiting: [(packet: FilePacket, peer: Peer)] = []
    /// The last answer and to whom, which a repeated request gets again.
    var lastAnswer: (packet: FilePacket, peer: Peer)?

    /// Silence after which a session may be taken for another request (ArduPilot), is closed (PX4).
    static let reuse = Duration.seconds(3)
    static let closing = Duration.seconds(10)
    static let mostSessions = 5
    static let longestQueue = 5

    /// Where the open session with this number stands.
    func index(of id: UInt8, _ peer: Peer?) -> Int? {
        sessions.firstIndex { $0.id == id && (peer == nil || $0.peer == peer) }
    }
}

extension SimulatedVehicle {
    /// Where the logs are.
    private var logRoot: String { configuration.dialect == .px4 ? "/fs/microsd/log" : "/APM/LOGS" }

    /// Every file by its path.
    var files: [String: [UInt8]] {
        var all = configuration.files.merging(cardFiles) { $1 }
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
        if configuration.dialect == .ardupilot, fileServer.burst != nil {
            // A full queue drops what comes, as a lost frame.
            if fileServer.waiting.count < FileServer.longestQueue { fileServer.waiting.append((packet, peer)) }
            return
        }
        serve(packet, for: peer)
        sendFileData()
    }

    /// Sends on with what is left of the radio's rate.
    mutating func sendFileData() {
        closeIdleSession()
        while radioCredit > 0, !faults.stallsLogs {
            if let burst = fileServer.burst {
                sendBurst(burst)
            } else if !fileServer.waiting.isEmpty {
                let (packet, peer) = fileServer.waiting.removeFirst()
                serve(packet, for: peer)
            } else {
                return
            }
        }
    }

    /// PX4 closes its session without a word.
    private mutating func closeIdleSession() {
        guard configuration.dialect == .px4, let last = fileServer.sessions.first?.lastUse,
            last + FileServer.closing < timers.now
        else { return }
        fileServer.sessions = []
        fileServer.burst = nil
    }

    private mutating func sendBurst(_ burst: FileServer.Burst) {
        let isPX4 = configuration.dialect == .px4
        let index = fileServer.index(of: burst.session, isPX4 ? nil : fileServer.peer)
        func end(_ reason: FileRefusal) -> FilePacket {
            FilePacket(
                sequence: burst.sequence, session: burst.session, .refuse,
                requested: FileOperation.burstRead.rawValue, isBurstEnd: true,
                offset: UInt32(clamping: burst.offset), data: reason.data)
        }
        guard let index, let bytes = fileServer.sessions[index].bytes else {
            fileServer.burst = nil
            // PX4 seeks in a file that is closed: EBADF.
            return send(end(isPX4 ? .system(9) : .notFound))
        }
        if !isPX4 { fileServer.sessions[index].lastUse = timers.now }
        guard burst.offset < bytes.count else {
            fileServer.burst = nil
            let packet = end(.endOfFile)
            fileServer.lastAnswer = (packet, fileServer.peer)
            return send(packet)
        }
        let piece = Array(bytes[burst.offset..<min(bytes.count, burst.offset + burst.size)])
        let sent = burst.sent + piece.count
        let isLast = sent > (isPX4 ? 35_000 : 2_000 * burst.size - 1)
        send(
            FilePacket(
                sequence: burst.sequence, session: burst.session, .acknowledge,
                requested: FileOperation.burstRead.rawValue, isBurstEnd: isLast,
                offset: UInt32(clamping: burst.offset), data: piece))
        fileServer.burst =
            isLast
            ? nil
            : FileServer.Burst(
                session: burst.session, sequence: burst.sequence &+ 1, offset: burst.offset + piece.count,
                size: burst.size, sent: sent)
    }

    private mutating func send(_ packet: FilePacket) {
        let peer = fileServer.peer
        let message = packet.message(to: MAVLinkAddress(system: peer.system, component: peer.component))
        radioCredit -= 27 + packet.data.count
        send(message)
    }

    private mutating func serve(_ packet: FilePacket, for peer: Peer) {
        var packet = packet
        fileServer.peer = peer
        fileServer.asked = packet.session
        let isPX4 = configuration.dialect == .px4
        if isPX4 {
            if !fileServer.sessions.isEmpty { fileServer.sessions[0].lastUse = timers.now }
        } else if packet.operation == FileOperation.resetSessions.rawValue {
            fileServer.sessions.removeAll { $0.peer == peer }
            return answer(packet, .success([]), kept: false)
        } else {
            guard let session = session(for: packet, of: peer) else {
                return answer(packet, .failure(Refused(reason: .noSessions)), kept: true)
            }
            packet.session = session
        }
        if let (last, asked) = fileServer.lastAnswer, last.sequence == packet.sequence &+ 1, asked == peer || isPX4,
            isPX4 || last.session == packet.session && last.data.first != FileRefusal.noSessions.data[0]
        {
            return send(last)
        }
        guard let result = answer(to: packet) else { return }
        // PX4 keeps short answers only: the long ones have changed nothing.
        var size = 1
        if case .success(let data) = result { size = data.count }
        answer(packet, result, kept: !isPX4 || size <= 4)
    }

    /// The session of a request: its own, or a free one that it gets (ArduPilot).
    private mutating func session(for packet: FilePacket, of peer: Peer) -> UInt8? {
        if let index = fileServer.index(of: packet.session, peer) {
            fileServer.sessions[index].lastUse = timers.now
            return packet.session
        }
        if fileServer.sessions.count >= FileServer.mostSessions {
            let oldest = fileServer.sessions.indices.min {
                fileServer.sessions[$0].lastUse ?? timers.bootedAt < fileServer.sessions[$1].lastUse ?? timers.bootedAt
            }
            guard let oldest else { return nil }
            if let last = fileServer.sessions[oldest].lastUse, last + FileServer.reuse > timers.now { return nil }
            fileServer.sessions.remove(at: oldest)
        }
        var id = packet.session
        if id == 0 {
            fileServer.lastSession = fileServer.lastSession == .max ? 1 : fileServer.lastSession + 1
            id = fileServer.lastSession
        }
        fileServer.sessions.append(FileServer.Session(id: id, peer: peer, bytes: nil, lastUse: timers.now))
        return id
    }

    private mutating func answer(_ packet: FilePacket, _ result: Result<[UInt8], Refused>, kept: Bool) {
        var answer = FilePacket(
            sequence: packet.sequence &+ 1, session: packet.session, .acknowledge, requested: packet.operation,
            offset: packet.offset)
        switch result {
        case .success(let data): (answer.data, answer.size) = (data, UInt8(clamping: data.count))
        case .failure(let refused):
            answer = FilePacket(
                sequence: packet.sequence &+ 1, session: packet.session, .refuse, requested: packet.operation,
                offset: packet.offset, data: refused.reason.data)
        }
        // Only who opens a file is told its session: pymavlink drops other answers that name another.
        if packet.operation == FileOperation.openForReading.rawValue {
            if configuration.dialect == .px4 { answer.session = 0 }
        } else {
            answer.session = fileServer.asked
        }
        fileServer.lastAnswer = kept ? (answer, fileServer.peer) : nil
        send(answer)
    }

    private struct Refused: Error { let reason: FileRefusal }

    /// The answer to a request; nil when a burst answers it.
    private mutating func answer(to packet: FilePacket) -> Result<[UInt8], Refused>? {
        func refuse(_ reason: FileRefusal) -> Result<[UInt8], Refused> { .failure(Refused(reason: reason)) }
        let isPX4 = configuration.dialect == .px4
        let name = packet.data.prefix { $0 != 0 }
        let path = Self.plainPath(String(decoding: name, as: UTF8.self))
        switch FileOperation(rawValue: packet.operation) {
        case Optional<FileOperation>.none: return refuse(.unknownCommand)
        case .some(.none): return .success([])
        case .resetSessions:
            (fileServer.sessions, fileServer.burst) = ([], nil)
            return .success([])
        case .terminateSession:
            let index = fileServer.index(of: packet.session, isPX4 ? nil : fileServer.peer)
            guard let index else { return isPX4 ? refuse(.invalidSession) : .success([]) }
            fileServer.sessions.remove(at: index)
            fileServer.burst = nil
            return .success([])
        case .openForReading: return open(path, in: packet.session)
        case .read:
            guard let bytes = openBytes(packet.session) else { return refuse(isPX4 ? .invalidSession : .notFound) }
            guard !faults.stallsLogs else { return nil }
            let start = Int(packet.offset)
            guard start < bytes.count else { return refuse(.endOfFile) }
            // PX4 reads as much as fits, whatever was asked for.
            let count = isPX4 ? FilePacket.mostData : Int(packet.size)
            return .success(Array(bytes[start..<min(bytes.count, start + count)]))
        case .burstRead:
            // PX4 begins a burst of session 0 even when that is closed.
            guard openBytes(packet.session) != nil || isPX4 && packet.session == 0 else {
                return refuse(isPX4 ? .invalidSession : .notFound)
            }
            let size = packet.size == 0 || isPX4 ? FilePacket.mostData : Int(packet.size)
            fileServer.burst = FileServer.Burst(
                session: packet.session, sequence: packet.sequence &+ 1, offset: Int(packet.offset), size: size)
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

    /// What the session reads; nil when no file is open in it.
    private func openBytes(_ session: UInt8) -> [UInt8]? {
        fileServer.index(of: session, configuration.dialect == .px4 ? nil : fileServer.peer)
            .flatMap { fileServer.sessions[$0].bytes }
    }

    private mutating func open(_ path: String, in session: UInt8) -> Result<[UInt8], Refused> {
        let isPX4 = configuration.dialect == .px4
        guard openBytes(isPX4 ? 0 : session) == nil else {
            return .failure(Refused(reason: isPX4 ? .noSessions : .failed))
        }
        guard let bytes = files[path] else { return .failure(Refused(reason: .notFound)) }
        if isPX4 {
            fileServer.sessions = [
                FileServer.Session(id: 0, peer: fileServer.peer, bytes: bytes, lastUse: timers.now)
            ]
        } else if let index = fileServer.index(of: session, fileServer.peer) {
            fileServer.sessions[index].bytes = bytes
        }
        return .success(Self.octets(UInt32(clamping: bytes.count)))
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
            return .failure(Refused(reason: .notFound))
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
