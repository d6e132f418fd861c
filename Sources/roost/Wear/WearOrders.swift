// SPDX-License-Identifier: Apache-2.0
// `roost wear replace`, `keep` and `stock`: what a person who was at the dock says of its parts. The words wait in the
// dock's store until it takes them; nothing here changes a forecast by itself.

import ArgumentParser
import DockModel
import Foundation
import RoostDaemon
import Settings
import Store
import Wear

extension ReplacementReason: ExpressibleByArgument {}

/// Records a replacement.
struct WearReplaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replace", abstract: "Record that a part was replaced.",
        discussion: """
            The unit in service is closed and the new one begins at no use, or at --used. What is replaced together
            (one assembly in parts.yaml) is replaced together. --reason says what the old one was: failed, preventive
            (it still worked) or upgrade; mistaken takes the last record back, and no use is lost. One new part is
            taken from the stock when there is one.

            The dock takes the word within seconds, or when it runs again; see roost wear show.

            Example:
              roost wear replace cover-motor --serial CM-0231 --reason preventive --storage /var/lib/roost
              roost wear replace cover-motor --reason mistaken --storage /var/lib/roost
            """)

    @Argument(help: "The part, by its id in parts.yaml.")
    var part: String
    @Option(help: "The serial number of the new unit.")
    var serial: String?
    @Option(help: "Why: failed, preventive, upgrade or mistaken.")
    var reason: ReplacementReason = .preventive
    @Option(help: "What the new unit has run already, in the part's own uses.")
    var used: Double = 0
    @OptionGroup var store: WearStoreOptions

    private struct View: Encodable {
        var part: String
        var serial: String?
        var reason: String
        var stockLeft: Int?
    }

    func validate() throws {
        guard used.isFinite, used >= 0, used <= 1e12 else { throw ValidationError("--used must be 0 or more uses") }
        guard reason == .mistaken || serial?.isEmpty == false else {
            throw ValidationError("--serial is missing: the serial number on the new unit")
        }
        if let serial, OperatorWord.lockOut(because: serial) == nil || serial.count > 64 {
            throw ValidationError("--serial must be one line of at most 64 characters")
        }
    }

    func run() throws {
        let dock = try store.load()
        let settings = try dock.part(named: part)
        let told = PartReplacement(part: settings.id, serial: serial ?? "", reason: reason, use: used)
        try OperatorDeskOptions.leave(.replaced(told), in: dock.database)
        let left = try CommandExit.giving { () throws(StoreError) -> Int? in
            guard reason != .mistaken, let count = try PartStock.count(in: dock.database)[settings.id], count > 0
            else { return nil }
            try PartStock.set(settings.id, to: count - 1, in: dock.database)
            return count - 1
        }
        if store.json {
            return try CommandOutput.sayJSON(
                View(part: part, serial: serial, reason: reason.rawValue, stockLeft: left))
        }
        let said = reason == .mistaken ? "the last replacement is taken back" : "replaced by \(serial ?? "")"
        let stock = left.map { "; \($0) left in stock" } ?? ""
        try CommandOutput.say("left for the dock: \(settings.name) \(CommandOutput.printable(said))\(stock)\n")
    }
}

/// Says that a part was not replaced.
struct WearKeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Say that a part whose measures look new was not replaced.",
        discussion: """
            The answer to the mail "was a replacement not recorded?" when somebody has looked and it was not: the new
            level is believed from here on.

            Example:
              roost wear keep charge-contacts --storage /var/lib/roost
            """)

    @Argument(help: "The part, by its id in parts.yaml.")
    var part: String
    @OptionGroup var store: WearStoreOptions

    private struct View: Encodable {
        var part: String
        var left: String
    }

    func run() throws {
        let dock = try store.load()
        let settings = try dock.part(named: part)
        let word = OperatorWord.kept(settings.id)
        try OperatorDeskOptions.leave(word, in: dock.database)
        if store.json { return try CommandOutput.sayJSON(View(part: part, left: word.text)) }
        try CommandOutput.say("left for the dock: \(settings.name) was not replaced\n")
    }
}

/// Counts the new parts at hand.
struct WearStockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Say or set how many new ones of a part are at hand.",
        discussion: """
            A part at hand needs no order: visits are planned without its delivery time.

            Example:
              roost wear stock propellers --set 2 --storage /var/lib/roost
              roost wear stock --storage /var/lib/roost
            """)

    @Argument(help: "The part, by its id in parts.yaml; all of them if left out.")
    var part: String?
    @Option(help: "How many there are now.")
    var set: Int?
    @OptionGroup var store: WearStoreOptions

    func validate() throws {
        guard let set else { return }
        guard (0...PartStock.most).contains(set) else {
            throw ValidationError("--set must be 0 to \(PartStock.most)")
        }
        guard part != nil else { throw ValidationError("--set needs the part") }
    }

    func run() throws {
        let dock = try store.load()
        let chosen = try part.map { [try dock.part(named: $0)] } ?? dock.configuration.parts
        let counts = try CommandExit.giving { () throws(StoreError) -> [PartID: Int] in
            if let set, let one = chosen.first { try PartStock.set(one.id, to: set, in: dock.database) }
            return try PartStock.count(in: dock.database)
        }
        if store.json {
            let view = chosen.map { ($0.id.text, counts[$0.id] ?? 0) }
            return try CommandOutput.sayJSON(Dictionary(uniqueKeysWithValues: view))
        }
        try CommandOutput.say(
            chosen.map { part in
                let name = part.id.text + String(repeating: " ", count: max(1, 24 - part.id.text.count))
                return "\(name)\(counts[part.id] ?? 0)\n"
            }.joined())
    }
}
