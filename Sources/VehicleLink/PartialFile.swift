// SPDX-License-Identifier: Apache-2.0
// A file on its way from the vehicle: its bytes in FILE.part, what is here of them in FILE.part.state, so that a killed
// process or a cut link loses at most a few seconds. The file gets its own name only when it is whole and on the disk.

internal import Dispatch
internal import DockModel
internal import Foundation
internal import MAVLink
internal import Synchronization

/// A file that is being fetched.
final class PartialFile: Sendable {
    /// What an earlier attempt left: whose bytes they are, how long that file is, and which are here.
    struct Earlier: Sendable, Equatable {
        var identity: String
        var size: Int
        var held: ByteRanges
    }

    private struct State {
        var identity = ""
        var size = 0
        var unsaved = 0
        var savedAt = ContinuousClock.now
        var failure: String?
        var isDiscarded = false
    }

    /// The bytes so far.
    let path: String
    private let found: Earlier?

    private let descriptor: Int32
    private let state = Mutex(State())
    /// A disk may take seconds to say that it has something; nobody waits for it but this queue.
    private let disk = DispatchQueue(label: "roost.partial-file")
    private static let head = "roost partial file 1"
    /// Real time after which what came is written down, and the fewest bytes worth it.
    private static let saveInterval = Duration.seconds(2)
    /// Longest state file; beyond it nothing is resumed.
    private static let longestState = 4 << 20

    /// Opens `path` with `.part` behind it; another process that fetches the same file makes this fail.
    init(_ target: String) throws(VehicleLinkError) {
        path = target + ".part"
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw .localFile(path: folder, reason: error.localizedDescription)
        }
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw .localFile(path: path, reason: systemReason(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .localFile(path: path, reason: "another process is fetching it")
        }
        var status = stat()
        let length = unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        found = Self.readState(path + ".state", length: length)
    }

    deinit {
        var status = stat()
        // Nothing came: nothing stays behind.
        if unsafe fstat(descriptor, &status) == 0, status.st_size == 0, status.st_nlink == 1 { unsafe unlink(path) }
        close(descriptor)
    }

    /// What an earlier attempt left; nil when there is none, or when it was thrown away.
    var earlier: Earlier? { state.withLock { $0.isDiscarded } ? nil : found }

    /// Begins a file; bytes of another one are thrown away.
    func begin(identity: String, size: Int, keeping held: ByteRanges) {
        state.withLock { state in
            (state.identity, state.size) = (identity, size)
            if held.count == 0, ftruncate(descriptor, 0) != 0 { state.failure = systemReason(errno) }
        }
    }

    /// Writes pieces; false when the disk does not take them.
    func write(_ pieces: [FilePiece]) -> Bool {
        state.withLock { state in
            for piece in pieces where state.failure == nil {
                let written = unsafe piece.bytes.withUnsafeBytes { raw in
                    unsafe pwrite(descriptor, raw.baseAddress, raw.count, off_t(piece.offset))
                }
                if written != piece.bytes.count {
                    state.failure = written < 0 ? systemReason(errno) : "the disk is full"
                }
                state.unsaved += piece.bytes.count
            }
            return state.failure == nil
        }
    }

    /// Whether it is time to write down which bytes are here.
    var wantsSave: Bool { state.withLock { $0.unsaved > 0 && $0.savedAt + Self.saveInterval <= .now } }

    /// Why the disk refused; nil when it did not.
    var failure: String? { state.withLock { $0.failure } }

    /// Bytes from an offset on, as far as they can be read.
    func read(at offset: Int, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        let read = unsafe bytes.withUnsafeMutableBytes { raw in
            unsafe pread(descriptor, raw.baseAddress, raw.count, off_t(offset))
        }
        return Array(bytes.prefix(max(0, read)))
    }

    /// The checksum of the first bytes, begun with a value.
    func checksum(of size: Int, startingWith value: UInt32) -> UInt32 {
        var sum = FileChecksum(startingWith: value)
        var offset = 0
        while offset < size {
            let piece = read(at: offset, count: min(65_536, size - offset))
            if piece.isEmpty { break }
            sum.add(piece)
            offset += piece.count
        }
        return sum.value
    }

    /// Gives the whole file its name. An existing file of that name is replaced only when told so; else the name gets
    /// a number.
    /// - Returns: the path it has now.
    func finish(
        size: Int, as name: String, ending: String, replaces: Bool
    ) async throws(VehicleLinkError) -> String {
        let result: Result<String, VehicleLinkError> = await withCheckedContinuation { waiter in
            disk.async { [self] in
                do throws(VehicleLinkError) {
                    waiter.resume(returning: .success(try publish(size, name, ending, replaces)))
                } catch {
                    waiter.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private func publish(
        _ size: Int, _ name: String, _ ending: String, _ replaces: Bool
    ) throws(VehicleLinkError) -> String {
        guard ftruncate(descriptor, off_t(size)) == 0, fsync(descriptor) == 0 else {
            throw .localFile(path: path, reason: systemReason(errno))
        }
        var target = name + ending, copy = 1
        if replaces {
            guard unsafe rename(path, target) == 0 else { throw .localFile(path: target, reason: systemReason(errno)) }
        } else {
            // A hard link never replaces a file.
            while unsafe link(path, target) != 0 {
                guard errno == EEXIST, copy < 1_000 else {
                    throw .localFile(path: target, reason: systemReason(errno))
                }
                copy += 1
                target = "\(name)-\(copy)\(ending)"
            }
            unsafe unlink(path)
        }
        unsafe unlink(path + ".state")
        syncFolder(of: target)
        return target
    }

    /// Throws the bytes away; the file may be begun anew.
    func discard() {
        disk.sync {
            _ = ftruncate(descriptor, 0)
            _ = unsafe unlink(path + ".state")
        }
        state.withLock { ($0.identity, $0.isDiscarded) = ("", true) }
    }

    // MARK: The state file

    /// Writes down which bytes are here, soon.
    func save(_ held: ByteRanges) {
        let known: (identity: String, size: Int)? = state.withLock { state in
            state.savedAt = .now
            guard state.failure == nil, held.count > 0, !state.identity.isEmpty else { return nil }
            state.unsaved = 0
            return (state.identity, state.size)
        }
        if let known { disk.async { [self] in saveNow(held, known) } }
    }

    /// Waits until what was to be written down is.
    func settle() async { await withCheckedContinuation { waiter in disk.async { waiter.resume() } } }

    private func saveNow(_ held: ByteRanges, _ known: (identity: String, size: Int)) {
        // The bytes come first: a state that names bytes which a power cut lost would make a bad file.
        guard fdatasync(descriptor) == 0 else {
            let reason = systemReason(errno)
            return state.withLock { $0.failure = reason }
        }
        var text = "\(Self.head)\n\(known.identity)\n\(known.size)\n"
        for range in held.ranges { text += "\(range.lowerBound) \(range.upperBound)\n" }
        // Without a state file the next attempt begins at the start; nothing is lost but time.
        try? Data((text + "end\n").utf8).write(to: URL(fileURLWithPath: path + ".state"), options: .atomic)
    }

    private static func readState(_ path: String, length: Int) -> Earlier? {
        // An unreadable state means a new start.
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)), data.count <= longestState else {
            return nil
        }
        var lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 5, lines[0] == head, lines.popLast() == "", lines.popLast() == "end",
            let size = Int(lines[2]), size >= 0
        else { return nil }
        var ranges: [Range<Int>] = []
        for line in lines.dropFirst(3) {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2, numbers[0] >= 0, numbers[0] < numbers[1], numbers[1] <= min(size, length) else {
                return nil
            }
            ranges.append(numbers[0]..<numbers[1])
        }
        return Earlier(identity: String(lines[1]), size: size, held: ByteRanges(ranges))
    }

    private func syncFolder(of target: String) {
        let folder = (target as NSString).deletingLastPathComponent
        let handle = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { return }
        fsync(handle)
        close(handle)
    }
}
