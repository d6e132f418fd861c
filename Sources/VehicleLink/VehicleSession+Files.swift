// SPDX-License-Identifier: Apache-2.0
// Files and flight logs of the vehicle: directories listed, files fetched, the newest log brought home by whichever
// protocol is the faster one. A fetch that was cut goes on where it stopped; nothing on the vehicle is changed.

internal import DockModel
internal import Foundation
public import MAVLink

/// How a flight log is fetched.
public enum LogRoute: String, Sendable, Equatable, CaseIterable {
    /// MAVFTP where the vehicle offers it and it is the faster one, else the log protocol.
    case best
    /// MAVFTP only.
    case files = "ftp"
    /// LOG_REQUEST_DATA only.
    case log
}

/// A file that was fetched.
public struct FetchedFile: Sendable, Equatable {
    /// Where it is now.
    public var path: String
    /// Its length in bytes.
    public var size: Int
    /// The length that the vehicle announced.
    public var announced: Int
    /// Bytes that an earlier attempt had brought.
    public var resumed: Int
    /// How it came: `ftp` or `log`.
    public var route: LogRoute
    /// Its path or number on the vehicle.
    public var source: String
    /// Whether the vehicle's own checksum of it is the same; nil where the vehicle computes none.
    public var isVerified: Bool?
}

extension VehicleSession {
    /// Longest file whose checksum is asked for: the vehicle reads all of it.
    private static let longestChecked = 32 << 20
    /// Day folders of PX4 in which the newest log is looked for.
    private static let mostFolders = 8

    /// The entries of a directory on the vehicle.
    /// - Parameter component: whose files they are: a camera's or a companion computer's; nil for the autopilot's.
    /// - Throws: `fileRefused` with the vehicle's reason, `fileUnanswered`, `noVehicle`, `busy`, `cancelled`.
    public func list(
        _ path: String, of component: UInt8? = nil
    ) async throws(VehicleLinkError) -> (entries: [DirectoryEntry], isWhole: Bool) {
        try begin("file list")
        defer { order = nil }
        return try await entries(of: path, component)
    }

    /// Fetches a file of the vehicle; what an earlier attempt left in `target` with `.part` behind it is not fetched
    /// again.
    /// - Parameter component: whose file it is: a camera's or a companion computer's; nil for the autopilot's.
    /// - Throws: `notAllowed` when armed, `fileRefused`, `fileIncomplete`, `checksumDiffers`, `localFile`,
    ///   `fileUnanswered`, `noVehicle`, `busy`, `cancelled`.
    public func fetch(
        _ path: String, of component: UInt8? = nil, to target: String, replaces: Bool = false,
        progress: (@Sendable (LogProgress) -> Void)? = nil
    ) async throws(VehicleLinkError) -> FetchedFile {
        try begin("file transfer")
        defer { order = nil }
        try standDisarmed("file transfer")
        let part = try PartialFile(target)
        let whose = component.map { " of component \($0)" } ?? ""
        var file = try await fetchFile(path, identity: "file \(path)\(whose)", into: part, progress, component)
        file.path = try await part.finish(size: file.size, as: target, ending: "", replaces: replaces)
        return file
    }

    /// Brings the newest flight log home, into `directory`, as `name` with the usual ending; it appears there only when
    /// it is whole. What an earlier attempt left is not fetched again.
    /// - Throws: `notAllowed` when armed, `noLog`, `logIncomplete`, `fileIncomplete`, `fileRefused`, `checksumDiffers`,
    ///   `localFile`, `commandUnanswered`, `noVehicle`, `busy`, `cancelled`.
    public func pullNewestLog(
        into directory: String, named name: String, by route: LogRoute = .best, replaces: Bool = false,
        progress: (@Sendable (LogProgress) -> Void)? = nil
    ) async throws(VehicleLinkError) -> FetchedFile {
        try begin("log pull")
        defer { order = nil }
        try standDisarmed("log pull")
        let log = try await newestLog()
        let part = try PartialFile("\(directory)/.log-of-\(vehicle?.address.system ?? 0)")
        let identity = "log \(log.id) of \(log.unixSeconds)"
        var file: FetchedFile?
        if route == .best { await learnCapabilities() }
        if route == .files || route == .best && offersFasterFiles {
            do throws(VehicleLinkError) {
                if let path = try await self.path(of: log) {
                    file = try await fetchFile(path, identity: identity, into: part, progress)
                } else if route == .files {
                    throw VehicleLinkError.fileRefused(path: "log \(log.id)", reason: "no file of its length is there")
                }
            } catch {
                // The log protocol may do what MAVFTP did not; what came is kept.
                switch error {
                case .fileRefused, .fileUnanswered, .checksumDiffers: if route == .files { throw error }
                default: throw error
                }
            }
        }
        var whole: FetchedFile
        if let file { whole = file } else { whole = try await fetchLog(log, identity: identity, into: part, progress) }
        let ending = logFileEnding(of: part.read(at: 0, count: 4))
        whole.path = try await part.finish(
            size: whole.size, as: "\(directory)/\(name)", ending: "." + ending, replaces: replaces)
        return whole
    }

    private func standDisarmed(_ order: String) throws(VehicleLinkError) {
        _ = try correspondents()
        guard vehicle?.isArmed?.value == false else { throw .notAllowed(order: order, reason: "the vehicle is armed") }
    }

    // MARK: MAVFTP

    private var fileTiming: FileTiming {
        var timing = FileTiming()
        timing.answerTimeout = answerPatience(timing.answerTimeout)
        timing.stallTimeout = patience(timing.stallTimeout)
        timing.longestSilence = confirmPatience(timing.longestSilence)
        return timing
    }

    /// Asks what the vehicle can do, when it has not said yet.
    private func learnCapabilities() async {
        guard let address = vehicle?.address else { return }
        for _ in 0..<3 where vehicle?.capabilities == nil {
            var request = CommandLongMessage.request(AutopilotVersionMessage.messageID)
            (request.targetSystem, request.targetComponent) = (address.system, address.component)
            send(request)
            _ = await watch(for: patience(.seconds(2))) { $0.capabilities != nil }
        }
    }

    /// Whether MAVFTP brings a log faster: ArduPilot slows it down on a serial line, and keeps the log protocol fast.
    private var offersFasterFiles: Bool {
        guard vehicle?.capabilities?.value.contains(.ftp) == true else { return false }
        return vehicle?.autopilot == .px4 || !transport.endpoint.isSerial
    }

    private func entries(
        of path: String, _ component: UInt8? = nil
    ) async throws(VehicleLinkError) -> (entries: [DirectoryEntry], isWhole: Bool) {
        switch try await answer(to: .directory(path), path, component) {
        case .entries(let entries, let isWhole): return (entries, isWhole)
        case .refused(let reason): throw .fileRefused(path: path, reason: reason.description)
        case .checksum, .unanswered: throw .fileUnanswered(path: path)
        }
    }

    /// Us and the component whose files are meant; nil for the autopilot.
    private func correspondents(_ component: UInt8?) throws(VehicleLinkError) -> Correspondents {
        var (_, ends) = try correspondents()
        if let component { ends.vehicle.component = component }
        return ends
    }

    private func answer(
        to subject: FileQuestion.Subject, _ path: String, _ component: UInt8? = nil
    ) async throws(VehicleLinkError) -> FileAnswer {
        guard (1...FilePacket.mostData).contains(path.utf8.count), !path.utf8.contains(0) else {
            throw .fileRefused(path: path, reason: "a path has 1 to \(FilePacket.mostData) bytes")
        }
        let ends = try correspondents(component)
        let question = FileQuestion(subject, between: ends, sequence: fileSequence, timing: fileTiming)
        guard let ended = await run(question), let answer = ended.outcome else { throw .cancelled }
        fileSequence = ended.nextSequence
        return answer
    }

    private func fetchFile(
        _ path: String, identity: String, into part: PartialFile, _ progress: (@Sendable (LogProgress) -> Void)?,
        _ component: UInt8? = nil
    ) async throws(VehicleLinkError) -> FetchedFile {
        guard (1...FilePacket.mostData).contains(path.utf8.count), !path.utf8.contains(0) else {
            throw .fileRefused(path: path, reason: "a path has 1 to \(FilePacket.mostData) bytes")
        }
        let ends = try correspondents(component)
        let earlier = part.earlier.flatMap { $0.identity == identity ? ($0.size, $0.held) : nil }
        let download = FileDownload(
            path, between: ends, sequence: fileSequence, timing: fileTiming, earlier: earlier)
        let ended = await run(download, into: part, identity: identity, progress: progress)
        if let ended { part.save(ended.held) }
        await part.settle()
        if let reason = part.failure { throw .localFile(path: part.path, reason: reason) }
        guard let ended, let outcome = ended.outcome else { throw .cancelled }
        fileSequence = ended.nextSequence
        switch outcome {
        case .whole(let size):
            let sum = try await checksum(of: path, component, size: size, in: part)
            if sum == false {
                part.discard()
                throw .checksumDiffers(path: path)
            }
            return FetchedFile(
                path: part.path, size: size, announced: ended.announced ?? size,
                resumed: ended.isResumed ? earlier?.1.count ?? 0 : 0, route: .files, source: path, isVerified: sum)
        case .refused(let reason): throw .fileRefused(path: path, reason: reason.description)
        case .incomplete(let received, let expected):
            throw .fileIncomplete(path: path, received: received, expected: expected)
        case .tooLong(let size): throw .fileRefused(path: path, reason: "\(size) bytes are more than is fetched")
        case .unanswered: throw .fileUnanswered(path: path)
        }
    }

    /// Whether the vehicle computes the same checksum; nil when it computes none.
    private func checksum(
        of path: String, _ component: UInt8?, size: Int, in part: PartialFile
    ) async throws(VehicleLinkError) -> Bool? {
        guard size > 0, size <= Self.longestChecked else { return nil }
        guard case .checksum(let theirs) = try await answer(to: .checksum(path), path, component) else { return nil }
        // Autopilots begin with zero; servers that use zlib's checksum are right too.
        return part.checksum(of: size, startingWith: 0) == theirs
            || ~part.checksum(of: size, startingWith: .max) == theirs
    }

    /// The file of a log: the newest one of exactly its length, where the autopilot keeps its logs.
    private func path(of log: LogListing) async throws(VehicleLinkError) -> String? {
        for root in logRoots {
            guard let inside = try await entriesIfThere(root) else { continue }
            if let file = Self.newest(inside, size: log.size) { return "\(root)/\(file)" }
            let folders = inside.filter(\.isDirectory).map(\.name).sorted(by: >)
            for folder in folders.prefix(Self.mostFolders) {
                guard let deeper = try await entriesIfThere("\(root)/\(folder)") else { continue }
                if let file = Self.newest(deeper, size: log.size) { return "\(root)/\(folder)/\(file)" }
            }
        }
        return nil
    }

    /// Where the autopilot keeps its logs.
    private var logRoots: [String] {
        vehicle?.autopilot == .px4 ? ["/fs/microsd/log", "/log"] : ["/APM/LOGS", "logs"]
    }

    private func entriesIfThere(_ path: String) async throws(VehicleLinkError) -> [DirectoryEntry]? {
        switch try await answer(to: .directory(path), path) {
        case .entries(let entries, _): return entries
        case .refused: return nil
        case .checksum, .unanswered: throw .fileUnanswered(path: path)
        }
    }

    private static func newest(_ entries: [DirectoryEntry], size: Int) -> String? {
        entries.filter { !$0.isDirectory && $0.size == size }.map(\.name).max()
    }

    // MARK: The log protocol

    private var logTiming: LogTiming {
        var timing = LogTiming()
        timing.answerTimeout = answerPatience(timing.answerTimeout)
        timing.stallTimeout = patience(timing.stallTimeout)
        timing.longestSilence = confirmPatience(timing.longestSilence)
        return timing
    }

    /// How often the list is asked for until it is the same twice, and for how long: a vehicle that has just landed
    /// still writes its log.
    private static let listInterval = Duration.seconds(2)
    private static let longestWriting = Duration.seconds(20)

    /// The newest log, when its size does not grow any more.
    private func newestLog() async throws(VehicleLinkError) -> LogListing {
        // The vehicle's card takes real time, however fast the clock runs.
        let end = now + confirmPatience(Self.longestWriting)
        var before = try await listedLog()
        while now < end {
            try await pause(patience(Self.listInterval))
            let after = try await listedLog()
            let isSettled = after?.id == before?.id && after?.size == before?.size
            before = after
            if isSettled { break }
        }
        guard let before else { throw .noLog }
        return before
    }

    /// The newest log by the list as it is now; nil when there is none.
    private func listedLog() async throws(VehicleLinkError) -> LogListing? {
        let (dialect, ends) = try correspondents()
        let list = LogPull(between: ends, of: dialect.autopilot, timing: logTiming, namesOnly: true)
        switch await run(list)?.outcome {
        case .named(let log), .whole(let log, _): return log
        case .noLog: return nil
        case .incomplete(let log, let received):
            throw .logIncomplete(id: log.id, received: received, expected: log.size)
        case .noAnswer:
            // PX4 says nothing when it has no log; then its card must say so.
            if try await cardHasNoLog() { return nil }
            throw .commandUnanswered(command: "the request for its list of logs", attempts: logTiming.attempts)
        case nil: throw .cancelled
        }
    }

    /// Whether the directories in which PX4 keeps its logs are absent or empty, by its own word.
    private func cardHasNoLog() async throws(VehicleLinkError) -> Bool {
        guard vehicle?.autopilot == .px4 else { return false }
        await learnCapabilities()
        guard vehicle?.capabilities?.value.contains(.ftp) == true else { return false }
        var folders = logRoots.map { (path: $0, depth: 0) }
        var asked = 0
        while let (path, depth) = folders.popLast() {
            asked += 1
            guard asked <= Self.mostFolders else { return false }
            switch try await answer(to: .directory(path), path) {
            case .entries(let entries, let isWhole):
                guard isWhole, entries.allSatisfy(\.isDirectory) else { return false }
                if depth == 0 { folders += entries.map { ("\(path)/\($0.name)", depth: 1) } }
            case .refused(.notFound): continue
            case .refused, .checksum, .unanswered: return false
            }
        }
        return true
    }

    private func fetchLog(
        _ log: LogListing, identity: String, into part: PartialFile, _ progress: (@Sendable (LogProgress) -> Void)?
    ) async throws(VehicleLinkError) -> FetchedFile {
        let (dialect, ends) = try correspondents()
        var resume: LogResume?
        if let earlier = part.earlier, earlier.identity == identity {
            let known = earlier.held.prefix, count = min(known, 90)
            let proof = FilePiece(offset: known - count, bytes: part.read(at: known - count, count: count))
            resume = LogResume(
                log: LogListing(id: log.id, size: earlier.size, unixSeconds: log.unixSeconds), held: earlier.held,
                proof: proof.bytes.count == count && count > 0 ? proof : nil)
        }
        let pull = LogPull(between: ends, of: dialect.autopilot, timing: logTiming, resume: resume)
        let ended = await run(pull, into: part, identity: identity, progress: progress)
        if let ended { part.save(ended.held) }
        await part.settle()
        if let reason = part.failure { throw .localFile(path: part.path, reason: reason) }
        switch ended?.outcome {
        case .whole(let log, let size):
            return FetchedFile(
                path: part.path, size: size, announced: log.size,
                resumed: ended?.isResumed == true ? resume?.held.count ?? 0 : 0, route: .log,
                source: "log \(log.id)", isVerified: nil)
        case .named, .noLog: throw .noLog
        case .incomplete(let log, let received):
            throw .logIncomplete(id: log.id, received: received, expected: log.size)
        case .noAnswer:
            throw .commandUnanswered(command: "the request for its list of logs", attempts: logTiming.attempts)
        case nil: throw .cancelled
        }
    }
}
