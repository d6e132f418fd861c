// SPDX-License-Identifier: Apache-2.0
// The judgements of `roost doctor` on disks and the database: what a figure that was read means and what to do about
// it. They read nothing themselves.

import DockModel
import RoostDaemon
import Store

/// Judgements: figures in, a verdict out.
enum Judge {}

/// The file system that a path lies on.
struct MountedSystem: Equatable {
    /// "ext4".
    var kind: String
    var isReadOnly: Bool

    /// The mount that holds a path, from the text of /proc/self/mountinfo (proc(5)); nil when none does.
    static func holding(_ path: String, in table: String) -> MountedSystem? {
        var best: (length: Int, system: MountedSystem)?
        for line in table.split(separator: "\n") {
            // "36 35 98:0 /root /mount/point rw,noatime shared:1 - ext3 /dev/sda1 rw,errors=continue"
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash >= 6, dash + 1 < fields.count
            else {
                continue
            }
            let place = unescaped(fields[4])
            guard path == place || place == "/" || path.hasPrefix(place + "/") else { continue }
            // Of two mounts on one place the later one is on top.
            guard place.utf8.count >= best?.length ?? 0 else { continue }
            let flags = fields[5].split(separator: ",") + (fields.last?.split(separator: ",") ?? [])
            best = (
                place.utf8.count,
                MountedSystem(kind: String(fields[dash + 1]), isReadOnly: flags.contains("ro"))
            )
        }
        return best?.system
    }

    /// Blanks and backslashes stand there as three octal digits.
    private static func unescaped(_ text: Substring) -> String {
        String(
            text.replacing("\\040", with: " ").replacing("\\011", with: "\t").replacing("\\134", with: "\\"))
    }
}

extension Judge {
    /// Free octets below which nothing but alerts is safe for long, and below which somebody should look.
    static let leastRoom: Int64 = 200_000_000, smallRoom: Int64 = 1_000_000_000

    static func freeSpace(_ room: StorageRoom) -> Verdict {
        let text =
            "\(DoctorText.octets(room.free)) free of \(DoctorText.octets(room.total)), "
            + DoctorText.percent(room.free, of: room.total)
        if room.free < leastRoom {
            return .fault(
                text, "free space now: flight logs and records stop when the disk is full; look with du -xh")
        }
        if room.free < smallRoom || room.free < room.total / 20 {
            return .warning(text, "remove old flight logs and pictures, or enlarge the disk")
        }
        return .ok(text)
    }

    static func inodes(_ room: StorageRoom) -> Verdict {
        guard room.totalInodes > 0 else { return .ok("this file system does not count its files") }
        let text = "\(room.freeInodes) of \(room.totalInodes) files free"
        if room.freeInodes < 1_000 {
            return .fault(text, "remove many small files: df -i shows which disk is full")
        }
        if room.freeInodes < room.totalInodes / 20 {
            return .warning(text, "look for a folder with very many small files: df -i")
        }
        return .ok(text)
    }

    static func fileSystem(_ system: MountedSystem?) -> Verdict {
        guard let system else { return .notTested("the kernel does not say which file system it is") }
        if system.isReadOnly {
            return .fault(
                "\(system.kind), mounted read-only",
                "the kernel may have found errors: see dmesg, check the disk, mount it read-write")
        }
        switch system.kind {
        case "tmpfs", "ramfs":
            return .fault(
                "\(system.kind), in memory", "name a directory on a disk: all is lost when the power goes")
        case "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "glusterfs":
            return .fault(
                "\(system.kind), over a network",
                "name a directory on a disk of this machine: SQLite's log needs one")
        case "overlay", "aufs":
            return .warning(
                "\(system.kind), of a container",
                "mount a volume there: what a container writes may end with it")
        case "vfat", "exfat", "msdos":
            return .warning(
                system.kind, "use ext4: this file system keeps no modes and breaks when the power goes")
        default:
            if system.kind.hasPrefix("fuse") {
                return .warning(
                    system.kind, "name a directory on a local disk: a file system of a program may lie")
            }
            return .ok(system.kind)
        }
    }

    static func schema(_ facts: DatabaseFacts) -> Verdict {
        let text = "schema \(facts.schema), this program knows \(facts.knownSchema)"
        if facts.schema > facts.knownSchema {
            return .fault(text, "install the newer Roost again, or restore the copy that it made in backup/")
        }
        if facts.schema < facts.knownSchema {
            return .warning(
                text, "restart the daemon while nothing flies: it copies the file and migrates it")
        }
        return .ok(text)
    }

    static func integrity(_ facts: DatabaseFacts) -> Verdict {
        guard let first = facts.faults.first else { return .ok("quick_check: every page is whole") }
        return .fault(
            "quick_check: \(DoctorText.count(facts.faults.count, "finding")), the first: \(first)",
            "stop the daemon, keep the file, restore the last copy of backup/; look at the disk (smartctl, dmesg)"
        )
    }

    /// What every connection of Roost's must have, and what SQLite calls it.
    static let neededPragmas = [
        ("journal_mode", "wal", "wal"), ("synchronous", "2", "full"), ("trusted_schema", "0", "off"),
        ("cell_size_check", "1", "on"),
    ]

    static func pragmas(_ found: [String: String]) -> Verdict {
        let wrong = neededPragmas.filter { found[$0.0] != $0.1 }.map { name, _, word in
            "\(name) is \(found[name] ?? "unknown"), not \(word)"
        }
        guard wrong.isEmpty else {
            return .fault(
                wrong.joined(separator: "; "),
                "a commit may not outlast a power cut; tell the developers with this line")
        }
        return .ok(neededPragmas.map { "\($0.0) \($0.2)" }.joined(separator: ", "))
    }

    static func databaseSize(_ facts: DatabaseFacts) -> Verdict {
        let text =
            "\(DoctorText.octets(facts.octets)), of it \(DoctorText.octets(facts.freeOctets)) free; "
            + "log \(DoctorText.octets(facts.logOctets))"
        // The daemon cuts its log back to 8 MB; a log that grows far beyond it is held by a reader that does not end.
        if facts.logOctets > 256_000_000 {
            return .warning(
                text, "find the process that keeps the file open (fuser -v), end it and restart the daemon")
        }
        if facts.octets > 20_000_000_000 {
            return .warning(
                text, "look at what fills it with roost outbox stats; sent mails with pictures are large")
        }
        return .ok(text)
    }

    /// Pictures that may wait for the program which takes them away, before somebody should look.
    static let mostWaitingPictures = 2_000

    static func keptFiles(_ kept: KeptFiles) -> Verdict {
        var text = kept.shares.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
        if kept.picturesWaiting > 0 { text += "; \(kept.picturesWaiting) pictures wait to be taken away" }
        // A round of tidying comes every few minutes to hours: a little over a budget is on its way out.
        let over = kept.shares.filter { share in share.budget.map { share.octets > $0 / 10 * 11 } ?? false }
        if !over.isEmpty {
            return .warning(
                text,
                "over its budget: \(over.map(\.name).joined(separator: ", ")); what is not mailed yet is never removed")
        }
        return kept.picturesWaiting > mostWaitingPictures
            ? .warning(text, "see why originals.upload fails: journalctl -u roost") : .ok(text)
    }

    /// A copy is made each night; an older one than this says that the timer does not run.
    static let oldestCopy = Duration.seconds(3 * 86_400)

    static func backup(newest age: Duration?, copies: Int) -> Verdict {
        guard let age else {
            return .warning(
                "no copy in backup/", "roost backup makes one; roost-backup.timer makes one each night")
        }
        let text = "\(DoctorText.count(copies, "copy", "copies")), the newest \(DoctorText.span(age)) old"
        return age > oldestCopy
            ? .warning(text, "systemctl enable --now roost-backup.timer; roost backup makes one now")
            : .ok(text)
    }

    static func chain(_ report: ChainReport) -> Verdict {
        guard report.isWhole else {
            let first = report.findings.first.map { ", the first: \($0.detail)" } ?? ""
            return .fault(
                "\(DoctorText.count(report.faults, "finding"))\(first)",
                "see them all with roost log verify; something was changed or removed")
        }
        return .ok(
            "\(DoctorText.count(Int(report.links), "link")), \(DoctorText.count(report.records, "record")), "
                + "\(DoctorText.count(report.files, "file")) compared")
    }

    /// What a look at a directory that is to be written found.
    enum Writable: Equatable {
        case yes
        case missing
        case refused(String)
    }

    static func writable(_ found: Writable, _ path: String, user: String) -> Verdict {
        switch found {
        case .yes: .ok("\(path) can be written by \(user)")
        case .missing: .notTested("\(path) is not there yet; the daemon makes it")
        case .refused(let why):
            .fault(
                "\(path): \(why) for \(user)", "give it to the service's user, and run doctor as that user")
        }
    }
}
