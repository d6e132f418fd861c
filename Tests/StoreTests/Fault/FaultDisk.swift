// SPDX-License-Identifier: Apache-2.0
// A directory on a disk that forgets and fails: it logs what SQLite asks of the files in it and refuses a call where a
// test says so. It never opens a file that SQLite has open, which would drop SQLite's locks on it.

import FaultVFS
import Foundation
import GRDB
import Synchronization

/// Kinds of calls that can be refused.
enum DiskCallKind: Sendable, Hashable, CaseIterable {
    case open, read, write, truncate, synchronise, delete, map
}

/// Which calls fail, and how.
struct DiskFault: Sendable {
    let kind: DiskCallKind
    /// The n-th call of the kind from now on, counted from 1.
    let number: Int
    /// How many calls in a row fail.
    var count = 1
    let code: ResultCode
}

/// A watched directory.
@safe final class FaultDisk: Sendable {
    /// The directory, with links resolved.
    let directory: String
    private let state = Mutex(State())
    /// The handle of the C layer, which locks for itself; only `init` and `deinit` touch it here.
    private nonisolated(unsafe) var watch: OpaquePointer?

    fileprivate struct State {
        var log: [DiskCall] = []
        var known: Set<String> = []
        var counts: [DiskCallKind: Int] = [:]
        var fault: DiskFault?
        var refused = 0
        var seed: UInt64 = 1
    }

    struct CannotWatch: Error { let directory: String }

    /// All watched disks and their images; in memory where the system offers that, since what is kept and what is
    /// lost is decided here and not by the machine the tests run on. Gone when the process ends.
    private static let root: String = {
        let memory = "/dev/shm", isThere = FileManager.default.isWritableFile(atPath: memory)
        let parent = isThere ? memory : FileManager.default.temporaryDirectory.path
        // A left-over directory is harmless.
        atexit { try? FileManager.default.removeItem(atPath: FaultDisk.root) }
        return parent + "/roost-fault-\(UUID().uuidString)"
    }()

    /// A path that is not taken yet.
    static func freshPath() -> String { "\(root)/\(UUID().uuidString)" }

    /// Makes the directory and watches it until this object goes. All files in it count as synchronised.
    init(directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.directory = URL(filePath: directory).resolvingSymlinksInPath().path
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let watch = unsafe fault_vfs_watch(
            directory,
            { context, call in
                guard let context = unsafe context, let call = unsafe call?.pointee else { return 0 }
                let disk = unsafe Unmanaged<FaultDisk>.fromOpaque(context).takeUnretainedValue()
                return unsafe disk.answer(call)
            }, context)
        guard let watch = unsafe watch else { throw CannotWatch(directory: directory) }
        unsafe self.watch = watch
        for name in try FileManager.default.contentsOfDirectory(atPath: self.directory).sorted() {
            state.withLock { $0.open("\(self.directory)/\(name)", flags: 0) }
        }
        mark(0)
    }

    deinit { if let watch = unsafe watch { unsafe fault_vfs_unwatch(watch) } }

    /// All calls so far, in order.
    var log: [DiskCall] { state.withLock { $0.log } }

    /// How many calls were refused since the last fault was set.
    var refused: Int { state.withLock { $0.refused } }

    /// Writes a mark into the log: what was to be durable before it is durable now. Mark 0 ends the files found.
    func mark(_ number: Int) { state.withLock { $0.log.append(.mark(number)) } }

    /// Refuses calls from now on; nil refuses none.
    func set(_ fault: DiskFault?) {
        state.withLock { state in
            state.fault = fault
            state.counts = [:]
            state.refused = 0
        }
    }

    // MARK: - Calls

    private func answer(_ call: fault_call) -> Int32 {
        guard let path = unsafe call.path else { return 0 }
        let name = unsafe String(cString: path)
        let offset = unsafe Int(call.offset), flags = unsafe call.flags
        var octets: [UInt8] = []
        let kind = unsafe Self.kind(call.kind)
        if kind == .write, let start = unsafe call.octets {
            octets = unsafe Array(UnsafeRawBufferPointer(start: start, count: Int(call.count)))
        }
        return state.withLock { state in
            if let code = state.refusal(of: kind) {
                if kind == .synchronise {
                    state.seed += 1
                    state.log.append(.failSynchronise(name, seed: state.seed))
                }
                return code
            }
            switch kind {
            case .open: state.open(name, flags: flags)
            case .write: state.log.append(.write(name, at: offset, octets))
            case .truncate: state.log.append(.truncate(name, to: offset))
            case .synchronise: state.log.append(.synchronise(name))
            case .delete:
                state.known.remove(name)
                state.log.append(.delete(name, isSynchronised: flags != 0))
            case .read, .map: break
            }
            return 0
        }
    }

    private static func kind(_ kind: fault_call_kind) -> DiskCallKind {
        switch kind {
        case FAULT_CALL_OPEN: .open
        case FAULT_CALL_READ: .read
        case FAULT_CALL_WRITE: .write
        case FAULT_CALL_TRUNCATE: .truncate
        case FAULT_CALL_SYNC: .synchronise
        case FAULT_CALL_DELETE: .delete
        case _: .map
        }
    }
}

extension FaultDisk.State {
    /// The code of the fault if it strikes this call.
    fileprivate mutating func refusal(of kind: DiskCallKind) -> Int32? {
        let number = counts[kind, default: 0] + 1
        counts[kind] = number
        guard let fault, fault.kind == kind, number >= fault.number, number - fault.number < fault.count
        else {
            return nil
        }
        refused += 1
        return fault.code.rawValue
    }

    /// Logs an opening. SQLite has no file of that name open when the name is new here, so it may be read.
    fileprivate mutating func open(_ name: String, flags: Int32) {
        let isNew = known.insert(name).inserted
        let existing = isNew ? FileManager.default.contents(atPath: name).map(Array.init) : nil
        // SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_SUPER_JOURNAL and SQLITE_OPEN_WAL, with SQLITE_OPEN_CREATE.
        let isLog = flags & (0x800 | 0x4000 | 0x80000) != 0 && flags & 0x4 != 0
        log.append(.open(name, isSynchronisingDirectory: isLog, existing: existing))
    }
}
