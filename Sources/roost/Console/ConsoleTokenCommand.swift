// SPDX-License-Identifier: Apache-2.0
// `roost console token`: secrets by which programs ask the console. A token is shown once, when it is made; only its
// hash is kept, and it ends by itself.

import Access
import ArgumentParser
import DockModel
import Foundation
import Host
import Store

/// `roost console token` and its parts.
struct ConsoleTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens by which programs ask the console.",
        discussion: """
            A program shows its token as Authorization: Bearer roost_…

            Example:
              roost console token add prometheus --days 365 --storage /var/lib/roost
            """,
        subcommands: [ConsoleTokenList.self, ConsoleTokenAdd.self, ConsoleTokenRemove.self],
        defaultSubcommand: ConsoleTokenList.self)
}

/// Lists the tokens.
struct ConsoleTokenList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens; their secrets are not kept.",
        discussion: """
            Example:
              roost console token list --json --storage /var/lib/roost
            """)
    @OptionGroup var store: ConsoleStoreOptions

    private struct View: Encodable {
        var name: String, role: String, made: String, until: String
    }

    func run() throws {
        let database = try store.open()
        let views = try CommandExit.giving { () throws(StoreError) in try database.tokens() }.map { token in
            View(
                name: token.name, role: token.role, made: OutboxTime.text(token.made),
                until: OutboxTime.text(token.until))
        }
        if store.json { return try CommandOutput.sayJSON(views) }
        if views.isEmpty { return try CommandOutput.say("no tokens\n") }
        for view in views {
            try CommandOutput.say(
                CommandOutput.printable("\(view.name)  \(view.role)  made \(view.made)  until \(view.until)")
                    + "\n")
        }
    }
}

/// Adds a token.
struct ConsoleTokenAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token and show it once.",
        discussion: """
            Example:
              roost console token add prometheus --days 365 --storage /var/lib/roost
            """)
    @Argument(help: "What it is called.")
    var name: String
    @Option(help: "view, operate or administer.")
    var role = Role.view
    @Option(help: "For how many days it is good, 1 to 3660.")
    var days = 90
    @OptionGroup var store: ConsoleStoreOptions

    private struct View: Encodable {
        var name: String, role: String, until: String, token: String
    }

    func validate() throws {
        if let fault = AccountRule.fault(ofName: name) { throw ValidationError(fault) }
        guard (1...3_660).contains(days) else { throw ValidationError("--days must be 1 to 3660") }
    }

    func run() throws {
        let database = try store.open(), secret = BearerSecret(), now = SystemClock(trust: .set).now()
        let token = TokenRecord(
            name: name, role: role.rawValue, made: now.wall, until: now.wall + .seconds(days * 86_400))
        let entry = store.entry("token-add", name)
        let isAdded = try CommandExit.giving { () throws(StoreError) in
            try database.addToken(token, hash: secret.hash, by: entry, most: AccountRule.mostTokens)
        }
        guard isAdded else {
            CommandOutput.complain("there is a token \(name) already, or \(AccountRule.mostTokens) tokens")
            throw CommandExit.finding
        }
        let until = OutboxTime.text(token.until)
        if store.json {
            return try CommandOutput.sayJSON(
                View(name: name, role: role.rawValue, until: until, token: secret.token))
        }
        try CommandOutput.say("\(secret.token)\n")
        CommandOutput.complain(
            "keep it now: it is not shown again; good until \(until), role \(role.rawValue)")
    }
}

/// Removes a token.
struct ConsoleTokenRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a token; it is refused within seconds.",
        discussion: """
            Example:
              roost console token remove prometheus --storage /var/lib/roost
            """)
    @Argument(help: "What it is called.")
    var name: String
    @OptionGroup var store: ConsoleStoreOptions

    func run() throws {
        let database = try store.open(), entry = store.entry("token-remove", name)
        try store.change(
            "there is no token \(name); see: roost console token list", "\(name) is removed",
            ConsoleChangeView(name: name, done: "removed")
        ) { () throws(StoreError) in try database.removeToken(name, by: entry) }
    }
}
