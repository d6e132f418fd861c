// SPDX-License-Identifier: Apache-2.0
// `roost fleet rollout`: brings files of settings and schedules to docks in stages, canaries first, and stops and takes
// them back when a dock refuses them or does worse. `roost fleet keygen` makes the key that signs them.

import ArgumentParser
import DockModel
import Fleet
import FleetLink
import Foundation
import Settings

/// Roll-outs.
struct FleetRolloutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "Bring schedules and settings to docks in stages, canaries first.",
        discussion: """
            A dock takes files that are signed with the key in its fleet.bundle_key, while it is at rest, after the
            checks of a change by hand: schedules/, hardware/, priors/ and parts.yaml; dock.yaml stays its own. start
            signs and puts on record; advance does what is next, and --follow goes on until the end. A stage is through
            when its docks have taken the files and did no worse for the time of --soak. When more docks fail than
            --most-failures, all is taken back.

            Example:
              roost fleet rollout start --name autumn --files ./bundle --key-file fleet-sign.key --canary NORTH \\
                --shares 10,50,100 --soak 3600 --database postgresql:///roost
              roost fleet rollout advance --follow --broker fleet.example.org:8883 --certificate-file fleet.pem \\
                --key-file fleet.key --database postgresql:///roost
            """,
        subcommands: [
            RolloutStartCommand.self, RolloutAdvanceCommand.self, RolloutStatusCommand.self,
            RolloutHaltCommand.self,
        ])
}

/// Makes a key for bundles.
struct FleetKeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make the key that signs what is sent to docks.",
        discussion: """
            Writes an Ed25519 key (PEM, mode 0600) and prints the line for dock.yaml. An existing file is not touched:
            its line is printed again. Whoever has the key can change the schedules of every dock.

            Exit codes: 0 done, 73 the file cannot be written, 77 others can read it, 78 it is no such key.

            Example:
              roost fleet keygen -o fleet-sign.key
            """)

    @Option(name: .shortAndLong, help: "The key's file.")
    var output: String
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var file: String
        var bundleKey: String
        var isNew: Bool
    }

    func run() throws {
        var isNew = false
        if !FileManager.default.fileExists(atPath: output) {
            let pem = try FleetKeyFile.giving(output) { () throws(BundleKeyError) in try BundleSigner.newKey()
            }
            // Made with its mode at once: there is no moment at which others could read it.
            guard
                FileManager.default.createFile(
                    atPath: output, contents: Data(pem.utf8), attributes: [.posixPermissions: 0o600])
            else {
                CommandOutput.complain(
                    CommandOutput.printable("\(output): cannot be written; check the path"))
                throw ExitCode(73)
            }
            isNew = true
        }
        let signer = try FleetKeyFile.signer(output)
        let key = try FleetKeyFile.giving(output) { () throws(BundleKeyError) in try signer.publicKey() }.text
        if json {
            try CommandOutput.sayJSON(View(file: output, bundleKey: key, isNew: isNew))
        } else {
            try CommandOutput.say("fleet:\n  bundle_key: \"\(key)\"\n")
        }
    }
}

/// The file of the signing key.
enum FleetKeyFile {
    /// The key in a file that only its owner can read.
    static func signer(_ path: String) throws -> BundleSigner {
        let pem: String
        do throws(SecretError) {
            pem = try SecretSource(baseDirectory: FileManager.default.currentDirectoryPath).readDocument(
                .file(path: path))
        } catch {
            CommandOutput.complain("\(error)")
            if case .openToOthers = error { throw CommandExit.notAllowed }
            throw CommandExit.badConfiguration
        }
        return try giving(path) { () throws(BundleKeyError) in try BundleSigner(pem: pem) }
    }

    /// What a key gives; what it does not give ends the command.
    static func giving<Value>(_ path: String, _ body: () throws(BundleKeyError) -> Value) throws -> Value {
        do throws(BundleKeyError) {
            return try body()
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(path): \(error)"))
            throw CommandExit.badConfiguration
        }
    }
}

/// Begins a roll-out.
struct RolloutStartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Sign the files of a roll-out and put it on record; nothing is sent yet.",
        discussion: """
            --files names a folder with files as a configuration has them, for every dock; --own one with a folder for
            each dock (DOCK/priors/fan.json), whose files count more. The canaries are the first stage; --shares says
            how much of the other docks has the files after each further one, in percent. A dock that is silent is not
            waited for: it finds the files when it comes back.

            Exit codes: 0 on record, 64 wrong usage, 75 PostgreSQL is away, 78 a file or the key cannot be used.

            Example:
              roost fleet rollout start --name autumn --files ./bundle --key-file fleet-sign.key --canary NORTH
            """)

    @Option(help: "What it is called.")
    var name: String
    @Option(help: "Folder with files for every dock.")
    var files: String?
    @Option(help: "Folder with a folder of files for each dock.")
    var own: String?
    @Option(help: "A path that is to be gone; may be repeated.")
    var remove: [String] = []
    @Option(help: "The signing key, from roost fleet keygen.")
    var keyFile: String
    @Option(help: "A dock of the first stage; may be repeated.")
    var canary: [String]
    @Option(name: .customLong("dock"), help: "A dock that takes part; every dock of the fleet if left out.")
    var docks: [String] = []
    @Option(help: "Percent of the other docks after each further stage.")
    var shares = "10,50,100"
    @Option(help: "Seconds that a stage is watched after its docks took the files.")
    var soak = 3_600.0
    @Option(help: "Seconds within which they must have taken them.")
    var patience = 86_400.0
    @Option(help: "Docks that may fail.")
    var mostFailures = 0
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var rollout: Int64
        var stages: [[String]]
    }

    private var percents: [Int] { shares.split(separator: ",").compactMap { Int($0) } }

    func validate() throws {
        guard (1...100).contains(name.utf8.count) else {
            throw ValidationError("--name must be 1 to 100 octets")
        }
        guard files != nil || own != nil || !remove.isEmpty else {
            throw ValidationError("name --files, --own or --remove")
        }
        guard !canary.isEmpty else { throw ValidationError("name a canary: --canary NORTH") }
        for dock in canary + docks where !FleetTopic.isName(dock) {
            throw ValidationError("\"\(CommandOutput.printable(dock))\" is no dock's name")
        }
        let isRising = zip(percents, percents.dropFirst()).allSatisfy { $0 < $1 }
        guard percents.count == shares.split(separator: ",", omittingEmptySubsequences: false).count,
            isRising,
            percents.first.map({ $0 > 0 }) ?? false, percents.last == 100
        else { throw ValidationError("--shares must rise and end with 100, as in 10,50,100") }
        guard (0...2_592_000).contains(soak), (1...31_536_000).contains(patience),
            (0...100_000).contains(mostFailures)
        else {
            throw ValidationError(
                "--soak is at most 30 days, --patience 1 s to a year, --most-failures 0 or more")
        }
        for path in remove where !FleetBundle.isAllowed(path) {
            throw ValidationError("\(BundleFault.path(CommandOutput.printable(path)))")
        }
    }

    func run() throws {
        let signer = try FleetKeyFile.signer(keyFile)
        let shared = try files.map { try Self.read($0) } ?? [:]
        let link = try CommandExit.giving { () throws(PostgresError) in try PostgresLink(database.database) }
        let rollouts = try CommandExit.giving { () throws(PostgresError) in try FleetRollouts(link) }
        let known = try CommandExit.giving { () throws(PostgresError) in
            try FleetOverview(link).docks().map(\.dock)
        }
        let stages = try stages(known)
        var each: [String: [String: [UInt8]]] = [:]
        for dock in stages.joined() {
            var mine = shared
            if let folder = own.map({ "\($0)/\(dock)" }), FileManager.default.fileExists(atPath: folder) {
                mine.merge(try Self.read(folder)) { $1 }
            }
            each[dock] = mine
            guard !(each[dock] ?? [:]).isEmpty || !remove.isEmpty else {
                CommandOutput.complain(
                    "dock \(dock) would get nothing; leave it out with --dock, or give it a folder in --own")
                throw CommandExit.badConfiguration
            }
            let size = (each[dock] ?? [:]).values.reduce(0) { $0 + $1.count }
            guard size <= FleetBundle.mostOctets / 2, (each[dock] ?? [:]).count <= FleetBundle.mostFiles
            else {
                CommandOutput.complain("dock \(dock): \(BundleFault.tooLarge)")
                throw CommandExit.badConfiguration
            }
        }
        let (allFiles, gone) = (each, remove)
        let order = RolloutOrder(
            name: name, stages: stages, removed: gone, soak: soak, patience: patience,
            mostFailures: mostFailures
        ) { allFiles[$0] ?? [:] }
        let id: Int64
        do {
            id = try rollouts.begin(
                order, signer: signer, now: WallTime(seconds: Date().timeIntervalSince1970))
        } catch let error as PostgresError {
            id = try CommandExit.giving { () throws(PostgresError) in throw error }
        }
        if json {
            try CommandOutput.sayJSON(View(rollout: id, stages: stages))
        } else {
            var text = "roll-out \(id) is on record; go on with roost fleet rollout advance\n"
            for (number, stage) in zip(1..., stages) {
                let more = stage.count > 8 ? ", …" : ""
                text +=
                    "stage \(number): \(stage.count) docks: \(stage.prefix(8).joined(separator: ", "))\(more)\n"
            }
            try CommandOutput.say(text)
        }
    }

    /// The canaries, and the others by their shares, in the order of their names.
    private func stages(_ known: [String]) throws -> [[String]] {
        let all = Set(docks.isEmpty ? known : docks).union(canary)
        for dock in (docks + canary) where !known.contains(dock) {
            CommandOutput.complain("dock \(dock) was never heard by this fleet; check its name")
            throw CommandExit.badConfiguration
        }
        let others = all.subtracting(canary).sorted()
        var stages = [Set(canary).sorted()], done = 0
        for percent in percents {
            let end = percent == 100 ? others.count : others.count * percent / 100
            if end > done { stages.append(Array(others[done..<end])) }
            done = max(done, end)
        }
        return stages
    }

    /// The files of a folder that a fleet may send; another file ends the command.
    private static func read(_ folder: String) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            CommandOutput.complain(
                CommandOutput.printable("\(folder): the folder cannot be read; check the path"))
            throw CommandExit.badConfiguration
        }
        for case let name as String in names {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else {
                continue
            }
            guard FleetBundle.isAllowed(name) else {
                CommandOutput.complain(CommandOutput.printable("\(path): \(BundleFault.path(name))"))
                throw CommandExit.badConfiguration
            }
            found[name] = try WearPriorFile.octets(path)
        }
        return found
    }
}

/// Does what is next.
struct RolloutAdvanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance", abstract: "Do what is next in the roll-out under way.",
        discussion: """
            Sends to the next docks, begins the next stage, or stops and takes back. Without --follow it does one step;
            run it by a timer. It may be killed at any moment.

            Exit codes: 0 a step was done or nothing is to be done yet, 1 the roll-out was stopped, 75 the broker or
            PostgreSQL is away, 78 a key cannot be used.

            Example:
              roost fleet rollout advance --broker 127.0.0.1:1883 --plaintext --database postgresql:///roost
            """)

    @OptionGroup var broker: FleetBrokerOptions
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Go on until the roll-out has ended.")
    var follow = false
    @Option(help: "Seconds between two steps with --follow, 1 to 3600.")
    var every = 10.0
    @Flag(help: "Print one JSON document a step.")
    var json = false

    private struct View: Encodable {
        var rollout: Int64
        var standing: RolloutStanding
        var step: String
    }

    func validate() throws {
        guard (1...3_600).contains(every) else { throw ValidationError("--every must be 1 to 3600 seconds") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let address = try broker.resolved()
        let rollouts = try CommandExit.giving { () throws(PostgresError) in
            try FleetRollouts(PostgresLink(database.database))
        }
        var told = ""
        while true {
            let found = try CommandExit.giving { () throws(PostgresError) in try rollouts.current() }
            guard let facts = found else { break }
            let words: String
            do {
                words = try rollouts.step(facts) { messages in
                    try BundleSender(address, name: "roost-rollout-\(facts.id)").send(messages)
                }
            } catch let error as PostgresError {
                words = try CommandExit.giving { () throws(PostgresError) in throw error }
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                if case .notPrepared? = error as? BrokerError { throw CommandExit.badConfiguration }
                throw CommandExit.tryLater
            }
            if words != told { try tell(facts, words) }
            told = words
            guard follow else { break }
            if case .wait = facts.next { Thread.sleep(forTimeInterval: every) }
        }
        let newest = try CommandExit.giving { () throws(PostgresError) in try rollouts.newest() }
        guard let newest else {
            if !json { try CommandOutput.say("there is no roll-out\n") }
            return
        }
        if told.isEmpty, !json {
            try CommandOutput.say("roll-out \(newest.id) is \(newest.standing.rawValue)\n")
        }
        if newest.standing == .undoing || newest.standing == .halted { throw CommandExit.finding }
    }

    private func tell(_ facts: FleetRolloutFacts, _ words: String) throws {
        if json {
            try CommandOutput.sayJSON(View(rollout: facts.id, standing: facts.standing, step: words))
        } else {
            try CommandOutput.say(
                CommandOutput.printable("roll-out \(facts.id) (\(facts.name)): \(words)") + "\n")
        }
    }
}

/// Says how it stands.
struct RolloutStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the newest roll-out stands.",
        discussion: """
            Exit codes: 0 it runs or is done, or there is none; 1 it was stopped; 75 PostgreSQL is away.

            Example:
              roost fleet rollout status --database postgresql:///roost --json
            """)

    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        struct Dock: Encodable {
            var dock: String, stage: Int, isSent: Bool, bundle: Int64?, trouble: String?
        }
        var rollout: Int64, name: String, number: Int64
        var standing: RolloutStanding, reason: String?
        var stage: Int, stages: Int, sent: Int, taken: Int
        var docks: [Dock]
    }

    func run() throws {
        let found = try CommandExit.giving { () throws(PostgresError) in
            try FleetRollouts(PostgresLink(database.database)).newest()
        }
        guard let facts = found else {
            if !json {
                try CommandOutput.say("there is no roll-out\n")
            } else {
                try CommandOutput.say("null\n")
            }
            return
        }
        let taken = facts.docks.count { $0.bundle == facts.terms.number }
        let stages = (facts.docks.map(\.stage).max() ?? 0) + 1
        if json {
            try CommandOutput.sayJSON(
                View(
                    rollout: facts.id, name: facts.name, number: facts.terms.number, standing: facts.standing,
                    reason: facts.reason, stage: facts.stage + 1, stages: stages,
                    sent: facts.docks.count { $0.isSent }, taken: taken,
                    docks: facts.docks.map {
                        .init(
                            dock: $0.dock, stage: $0.stage + 1, isSent: $0.isSent, bundle: $0.bundle,
                            trouble: $0.trouble)
                    }))
        } else {
            var text =
                "roll-out \(facts.id) (\(facts.name)): \(facts.standing.rawValue), "
                + "stage \(facts.stage + 1) of \(stages), "
                + "sent to \(facts.docks.count { $0.isSent }) of \(facts.docks.count), taken by \(taken)\n"
            if let reason = facts.reason { text += "because: \(reason)\n" }
            for dock in facts.docks.filter({ $0.isSent && $0.trouble != nil }).prefix(20) {
                text += "\(dock.dock): \(dock.trouble ?? "")\n"
            }
            try CommandOutput.say(
                text.split(separator: "\n").map { CommandOutput.printable(String($0)) + "\n" }.joined())
        }
        if facts.standing == .undoing || facts.standing == .halted { throw CommandExit.finding }
    }
}

/// Stops it.
struct RolloutHaltCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "halt", abstract: "Stop the roll-out under way and take it back with the next steps.",
        discussion: """
            Exit codes: 0 stopped, 1 there is none under way, 75 PostgreSQL is away.

            Example:
              roost fleet rollout halt --because "wrong wind limits" --database postgresql:///roost
            """)

    @Option(help: "Why.")
    var because = "a person stopped it"
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let rollouts = try CommandExit.giving { () throws(PostgresError) in
            try FleetRollouts(PostgresLink(database.database))
        }
        let found = try CommandExit.giving { () throws(PostgresError) in try rollouts.current() }
        guard let facts = found else {
            CommandOutput.complain("no roll-out is under way")
            throw CommandExit.finding
        }
        try CommandExit.giving { () throws(PostgresError) in
            try rollouts.halt(facts.id, because: String(because.prefix(200)))
        }
        if json {
            try CommandOutput.sayJSON(["rollout": facts.id])
        } else {
            try CommandOutput.say(
                "roll-out \(facts.id) is stopped; roost fleet rollout advance takes it back\n")
        }
    }
}
