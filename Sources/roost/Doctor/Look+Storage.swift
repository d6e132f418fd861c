// SPDX-License-Identifier: Apache-2.0
// How `roost doctor` reads configuration files, disks, the database and the mail queue. Nothing is written: a file to
// try a directory has no name and is gone when it is closed.

import DockModel
import Foundation
import Glibc
import RoostDaemon
import Settings
import Store

extension Look {
    static func configuration(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration else {
            return Judge.configuration(site.problems, summary: "")
        }
        let counts = [
            DoctorText.count(configuration.dock.devices.count, "device"),
            DoctorText.count(configuration.schedules.count, "schedule"),
            DoctorText.count(configuration.parts.count, "part"),
        ]
        return Judge.configuration(
            site.problems,
            summary: "\(site.directory): dock \(configuration.dock.dock.id), "
                + counts.joined(separator: ", "))
    }

    static func modes(_ site: DoctorSite) -> Verdict {
        var open: [String] = [], count = 0
        for folder in ["", "/hardware", "/schedules", "/priors"] {
            let path = site.directory + folder
            // A folder that is not there has no files.
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { continue }
            if let facts = FileFacts(path), facts.mode & 0o022 != 0 {
                open.append(folder.isEmpty ? site.directory : folder)
            }
            for name in names where !name.hasPrefix(".") {
                guard let facts = FileFacts("\(path)/\(name)") else { continue }
                count += 1
                if facts.mode & 0o022 != 0 {
                    open.append("\(folder.dropFirst())\(folder.isEmpty ? "" : "/")\(name)")
                }
            }
        }
        guard count > 0 else { return .notTested("\(site.directory) cannot be read") }
        return Judge.modes(open: open, of: count)
    }

    static func secrets(_ site: DoctorSite) -> [DoctorCheck.Sight] {
        guard let dock = site.configuration?.dock else {
            return [(nil, .notTested("the configuration is not good"))]
        }
        let named = dock.secrets
        guard !named.isEmpty else { return [(nil, .ok("the configuration names none"))] }
        return named.map { key, reference in (key, Judge.secret(state(of: reference, site))) }
    }

    private static func state(of reference: SecretReference, _ site: DoctorSite) -> Judge.SecretState {
        let source = SecretSource(baseDirectory: site.directory)
        if case .credential(let name) = reference, source.path(of: reference) == nil {
            // The shipped unit hands over each file of this folder under the name roost_FILE.
            guard name.hasPrefix("roost_") else {
                return .hidden("credential \(name) is handed over by systemd alone")
            }
            let folder = site.directory + "/credentials", file = "\(folder)/\(name.dropFirst(6))"
            guard unsafe access(folder, X_OK) == 0 else {
                return unsafe access(folder, F_OK) == 0
                    ? .hidden("\(folder) may not be looked at") : .atManager(file: file, mode: nil)
            }
            return .atManager(file: file, mode: FileFacts(file)?.mode)
        }
        do throws(SecretError) {
            _ = try source.readDocument(reference)
            return .readable(source.path(of: reference) ?? "readable")
        } catch {
            return .unusable("\(error)")
        }
    }

    // MARK: - Disk

    private static let noStorage = Verdict.notTested(
        "no storage directory is known", "name it with --storage")

    private static func room(_ site: DoctorSite, _ judge: (StorageRoom) -> Verdict) -> Verdict {
        guard let storage = site.storage else { return noStorage }
        return StorageRoom(at: storage).map(judge) ?? .notTested("\(storage) is not there")
    }

    static func freeSpace(_ site: DoctorSite) -> Verdict { room(site, Judge.freeSpace) }

    static func inodes(_ site: DoctorSite) -> Verdict { room(site, Judge.inodes) }

    static func fileSystem(_ site: DoctorSite) -> Verdict {
        guard let storage = site.storage else { return noStorage }
        guard let real = unsafe realpath(storage, nil) else { return .notTested("\(storage) is not there") }
        defer { unsafe free(real) }
        return Judge.fileSystem(
            MountedSystem.holding(unsafe String(cString: real), in: KernelText.read("/proc/self/mountinfo")))
    }

    static func writable(_ site: DoctorSite) -> Verdict {
        guard let storage = site.storage else { return noStorage }
        return Judge.writable(tryWriting(in: storage), storage, user: NSUserName())
    }

    private static func tryWriting(in directory: String) -> Judge.Writable {
        guard unsafe access(directory, F_OK) == 0 else { return .missing }
        // O_TMPFILE, which the C library's module does not show: a file without a name.
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
        let file = unsafe open(directory, O_RDWR | unnamed | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
            return .yes
        }
        let code = errno
        // Some file systems know no files without names.
        if code == EOPNOTSUPP || code == EISDIR, unsafe access(directory, W_OK | X_OK) == 0 { return .yes }
        return .refused(unsafe String(cString: strerror(code)))
    }

    // MARK: - Database

    private static func facts(_ site: DoctorSite, _ judge: (DatabaseFacts) -> Verdict) -> Verdict {
        if let trouble = site.storeTrouble, site.facts == nil {
            return .fault(trouble, "keep the file as it is until its state is understood")
        }
        return site.facts.map(judge) ?? .notTested("there is no database yet")
    }

    /// What an open store says; one that would have to be migrated, or is damaged, is not opened.
    private static func store(_ site: DoctorSite, _ judge: (RoostDatabase) throws(StoreError) -> Verdict)
        -> Verdict
    {
        guard let database = site.database else {
            return .notTested(
                site.storeTrouble
                    ?? (site.facts == nil ? "there is no database yet" : "not opened: see store.schema"))
        }
        do throws(StoreError) { return try judge(database) } catch {
            return .fault("\(error)", "see store.integrity")
        }
    }

    static func schema(_ site: DoctorSite) -> Verdict { facts(site, Judge.schema) }

    static func integrity(_ site: DoctorSite) -> Verdict { facts(site, Judge.integrity) }

    static func databaseSize(_ site: DoctorSite) -> Verdict { facts(site, Judge.databaseSize) }

    static func pragmas(_ site: DoctorSite) -> Verdict {
        store(site) { database throws(StoreError) in Judge.pragmas(try database.connectionPragmas()) }
    }

    static func keptFiles(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration, let storage = site.storage else {
            return .notTested("the configuration is not good")
        }
        return store(site) { database throws(StoreError) in
            Judge.keptFiles(
                try KeptFiles(configuration, storage: storage, database: database, countsCopies: true))
        }
    }

    static func backup(_ site: DoctorSite) -> Verdict {
        guard let storage = site.storage, site.facts != nil else {
            return .notTested("there is no database yet")
        }
        let folder = storage + "/backup"
        // Without the folder there is no copy. One of `roost backup` has a manifest, one before a migration is a file.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let copies = names.compactMap { name in
            FileFacts("\(folder)/\(name)/manifest.json")
                ?? (name.hasSuffix(".db") ? FileFacts("\(folder)/\(name)") : nil)
        }
        // A copy on another disk leaves its name here.
        let elsewhere = FileFacts("\(folder)/.elsewhere")
        let newest = (copies + [elsewhere].compactMap(\.self)).map(\.changed).max()
        return Judge.backup(newest: newest.map { $0.duration(to: site.now.wall) }, copies: copies.count)
    }

    static func chain(_ site: DoctorSite) -> Verdict {
        store(site) { database throws(StoreError) in
            var audit = ChainAudit(database)
            return Judge.chain(try audit.run())
        }
    }

    // MARK: - Queue

    private static func stats(_ site: DoctorSite, _ judge: (OutboxStats) -> Verdict) -> Verdict {
        store(site) { database throws(StoreError) in judge(try Outbox(database).stats(now: site.now.wall)) }
    }

    static func backlog(_ site: DoctorSite) -> Verdict {
        stats(site) { Judge.backlog($0, now: site.now.wall) }
    }

    static func deadLetters(_ site: DoctorSite) -> Verdict { stats(site, Judge.deadLetters) }

    static func conserved(_ site: DoctorSite) -> Verdict { stats(site, Judge.conserved) }
}

extension DockSettings {
    /// Every secret that dock.yaml names, by its key.
    var secrets: [(key: String, reference: SecretReference)] {
        var found: [(String, SecretReference?)] = [
            ("mail.password", mail.secret), ("mail.heartbeat.key", mail.heartbeat?.key),
            ("mail.client.key", mail.client?.key), ("mail.smime.key", mail.smime?.signer?.key),
            ("mail.oauth.refresh_token", mail.oauth?.refreshToken),
            ("mail.oauth.service_account", mail.oauth?.serviceAccount), ("console.trigger_key", triggerKey),
            ("vehicle.signing_key", vehicle.signingKey), ("records.key", records?.signer?.key),
        ]
        switch mail.oauth?.proof {
        case .secret(let reference, _)?: found.append(("mail.oauth.client_secret", reference))
        case .certificate(let key, _, _)?: found.append(("mail.oauth.key", key))
        case .some(.none), nil: break
        }
        return found.compactMap { key, reference in reference.map { (key, $0) } }
    }
}
