// SPDX-License-Identifier: Apache-2.0
// What `roost doctor` looks at, read once for all checks: configuration, store, systemd's word. It opens a store only
// when that changes nothing in it, and keeps why something could not be read.

import DockModel
import Foundation
import Glibc
import Host
import RoostDaemon
import Settings
import Store

/// How far the doctor may go.
struct DoctorTerms: Sendable {
    /// Whether lines, sockets and servers may be asked.
    var asksOthers = true
    /// Longest wait for one answer.
    var patience = Duration.seconds(8)
    /// Whether the mail server may be asked over a link that costs.
    var usesAnyLink = false
}

/// One dock under examination.
struct DoctorSite: Sendable {
    /// The directory of dock.yaml.
    let directory: String
    let terms: DoctorTerms
    /// What is wrong with the configuration; the configuration itself where it can be used all the same.
    let problems: [SettingsProblem]
    let configuration: DockConfiguration?
    /// The storage directory; nil while the configuration does not tell it.
    let storage: String?
    /// The database file as it lies there; nil when there is none.
    let facts: DatabaseFacts?
    /// Why the store cannot be looked at.
    let storeTrouble: String?
    /// The store, open; nil when opening would change it.
    let database: RoostDatabase?
    let snapshot: DockSnapshot?
    let clock: SystemClock
    let now: Moment
    /// What systemd says of the units of the package; empty without systemd.
    let units: [String: UnitState]

    /// Reads what all checks share.
    init(directory: String, storage named: String?, terms: DoctorTerms) {
        (self.directory, self.terms) = (directory, terms)
        var configuration: DockConfiguration?
        do throws(SettingsError) {
            configuration = try DockConfiguration.load(directory: directory)
            problems = checkConfiguration(directory: directory)
        } catch {
            problems = error.problems
        }
        self.configuration = configuration
        storage = named ?? configuration.map { Self.absolute($0.dock.storageDirectory, in: directory) }
        clock = SystemClock(trust: configuration?.dock.clockTrust == .set ? .set : .synchronised)
        now = clock.now()
        var facts: DatabaseFacts?, database: RoostDatabase?, snapshot: DockSnapshot?, trouble: String?
        if let storage {
            do throws(StoreError) {
                facts = try RoostDatabase.examine(directory: storage)
                // A file of another schema would be migrated, and a damaged one is not opened.
                if let facts, facts.schema == facts.knownSchema, facts.faults.isEmpty {
                    database = try RoostDatabase.open(directory: storage, check: .asRead)
                    snapshot = try database.flatMap { database throws(StoreError) in
                        try DockSnapshot.read(from: database)
                    }
                }
            } catch {
                trouble = "\(error)"
            }
        }
        (self.facts, self.database, self.snapshot, storeTrouble) = (facts, database, snapshot, trouble)
        units = Self.readUnits()
    }

    /// Whether the daemon decides now; its lines and its vehicle are then its own.
    var isDaemonAlive: Bool { snapshot?.isAlive(at: now.wall) ?? false }
    /// How old the last commit is.
    var snapshotAge: Duration? { snapshot.map { $0.committed.duration(to: now.wall) } }

    /// A path of the configuration, which may be relative to its directory.
    func path(_ path: String) -> String { Self.absolute(path, in: directory) }

    static func absolute(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        // "./var" is "var".
        return directory + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }

    /// The names of the units of the package.
    static let unitNames = ["roost.service", "roost-again.timer", "roost-backup.timer"]

    private static func readUnits() -> [String: UnitState] {
        // sd_booted(3): this folder is there while systemd is the machine's manager.
        guard unsafe access("/run/systemd/system", F_OK) == 0 else { return [:] }
        let properties = "--property=" + UnitState.asked.joined(separator: ",")
        var found: [String: UnitState] = [:]
        for name in unitNames {
            guard
                let text = ProgramOutput.of(
                    ["/usr/bin/systemctl", "show", name, properties], within: .seconds(5))
            else { continue }
            found[name] = UnitState(text: text)
        }
        return found
    }
}

/// What a short program says.
enum ProgramOutput {
    /// Its standard output; nil when it cannot be started, fails, or does not end in time. What does not fit into a
    /// pipe (64 kB) would hold it up; nothing that long is asked for.
    static func of(_ words: [String], within patience: Duration) -> String? {
        guard let program = words.first else { return nil }
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // A program that is not there says nothing.
        guard (try? process.run()) != nil else { return nil }
        let clock = ContinuousClock(), deadline = clock.now + patience
        while process.isRunning, clock.now < deadline { Thread.sleep(forTimeInterval: 0.005) }
        guard !process.isRunning else {
            kill(process.processIdentifier, SIGKILL)
            return nil
        }
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}

/// Small files of the kernel.
enum KernelText {
    /// The text of a file below /proc or /sys; empty where the kernel has no such file.
    static func read(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}

/// Owner, group and mode of a file.
struct FileFacts: Equatable {
    var mode: UInt32
    var isCharacterDevice: Bool
    var group: String
    var changed: WallTime

    /// The facts of a path; nil when it is not there or may not be looked at.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        mode = status.st_mode & 0o7777
        isCharacterDevice = status.st_mode & S_IFMT == S_IFCHR
        changed = WallTime(seconds: Double(status.st_mtim.tv_sec))
        let entry = unsafe getgrgid(status.st_gid)
        group =
            unsafe entry.flatMap { unsafe $0.pointee.gr_name.map { unsafe String(cString: $0) } }
            ?? "\(status.st_gid)"
    }
}
