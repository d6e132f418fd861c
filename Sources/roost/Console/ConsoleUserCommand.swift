// SPDX-License-Identifier: Apache-2.0
// `roost console user`: adds, lists, changes and removes who may sign in. A password is typed or comes on standard
// input, never as an argument; every change ends the sessions of its user.

import Access
import ArgumentParser
import DockModel
import Foundation
import Store

/// `roost console user` and its parts.
struct ConsoleUserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Who may sign in to the console.",
        discussion: """
            Example:
              sudo -u roost roost console user add kim --role operate --storage /var/lib/roost
              roost console user list --storage /var/lib/roost
            """,
        subcommands: [
            ConsoleUserList.self, ConsoleUserAdd.self, ConsoleUserPassword.self, ConsoleUserRole.self,
            ConsoleUserRemove.self,
        ], defaultSubcommand: ConsoleUserList.self)

    /// What is said when there is nobody of that name.
    static func unknown(_ name: String) -> String { "there is no user \(name); see: roost console user list" }

    /// The hash of a password that is typed or comes on standard input; one that is too weak ends the command.
    static func hash(for name: String) throws -> String {
        let password = try SecretInput.password(for: name)
        if let fault = AccountRule.fault(ofPassword: password, for: name) {
            CommandOutput.complain("\(fault); nothing was changed")
            throw CommandExit.finding
        }
        guard let hash = PasswordHash(of: password) else {
            CommandOutput.complain("there is not enough memory to hash a password; try again")
            throw CommandExit.tryLater
        }
        return hash.description
    }
}

/// Lists the users.
struct ConsoleUserList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the users.",
        discussion: """
            Example:
              roost console user list --json --storage /var/lib/roost
            """)
    @OptionGroup var store: ConsoleStoreOptions

    private struct View: Encodable {
        var name: String, role: String, added: String, changed: String
        var lastSignIn: String?
    }

    func run() throws {
        let database = try store.open()
        let views = try CommandExit.giving { () throws(StoreError) in try database.accounts() }.map { user in
            View(
                name: user.name, role: user.role, added: OutboxTime.text(user.added),
                changed: OutboxTime.text(user.changed), lastSignIn: user.lastSignIn.map(OutboxTime.text))
        }
        if store.json { return try CommandOutput.sayJSON(views) }
        if views.isEmpty {
            return try CommandOutput.say("no users; add one with: roost console user add NAME\n")
        }
        for view in views {
            try CommandOutput.say(
                CommandOutput.printable(
                    "\(view.name)  \(view.role)  added \(view.added)  last sign-in \(view.lastSignIn ?? "never")"
                ) + "\n")
        }
    }
}

/// Adds a user.
struct ConsoleUserAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user.",
        discussion: """
            Asks for the password twice, or takes one line of standard input.

            Example:
              sudo -u roost roost console user add kim --role operate --storage /var/lib/roost
            """)
    @Argument(help: "The name.")
    var name: String
    @Option(help: "view, operate or administer.")
    var role = Role.view
    @OptionGroup var store: ConsoleStoreOptions

    func validate() throws {
        if let fault = AccountRule.fault(ofName: name) { throw ValidationError(fault) }
    }

    func run() throws {
        let database = try store.open()
        let hash = try ConsoleUserCommand.hash(for: name), entry = store.entry("user-add", name)
        try store.change(
            "there is a user \(name) already, or \(AccountRule.mostUsers) users", "\(name) may \(role.rawValue)",
            ConsoleChangeView(name: name, role: role.rawValue, done: "added")
        ) { () throws(StoreError) in
            try database.addAccount(
                name, role: role.rawValue, password: hash, by: entry, most: AccountRule.mostUsers)
        }
    }
}

/// Sets a password.
struct ConsoleUserPassword: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set a user's password and end the user's sessions.",
        discussion: """
            Example:
              sudo -u roost roost console user password kim --storage /var/lib/roost
            """)
    @Argument(help: "The name.")
    var name: String
    @OptionGroup var store: ConsoleStoreOptions

    func run() throws {
        let database = try store.open()
        let known = try CommandExit.giving { () throws(StoreError) in try database.account(name) }
        guard known != nil else {
            CommandOutput.complain(CommandOutput.printable(ConsoleUserCommand.unknown(name)))
            throw CommandExit.finding
        }
        let hash = try ConsoleUserCommand.hash(for: name), entry = store.entry("user-password", name)
        try store.change(
            ConsoleUserCommand.unknown(name), "\(name) has another password",
            ConsoleChangeView(name: name, done: "password")
        ) { () throws(StoreError) in try database.changeAccount(name, password: hash, by: entry) }
    }
}

/// Sets a role.
struct ConsoleUserRole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Set a user's role and end the user's sessions.",
        discussion: """
            Example:
              sudo -u roost roost console user role kim administer --storage /var/lib/roost
            """)
    @Argument(help: "The name.")
    var name: String
    @Argument(help: "view, operate or administer.")
    var role: Role
    @OptionGroup var store: ConsoleStoreOptions

    func run() throws {
        let database = try store.open(), entry = store.entry("user-role", name)
        try store.change(
            ConsoleUserCommand.unknown(name), "\(name) may \(role.rawValue)",
            ConsoleChangeView(name: name, role: role.rawValue, done: "role")
        ) { () throws(StoreError) in try database.changeAccount(name, role: role.rawValue, by: entry) }
    }
}

/// Removes a user.
struct ConsoleUserRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a user and end the user's sessions.",
        discussion: """
            Example:
              sudo -u roost roost console user remove kim --storage /var/lib/roost
            """)
    @Argument(help: "The name.")
    var name: String
    @OptionGroup var store: ConsoleStoreOptions

    func run() throws {
        let database = try store.open(), entry = store.entry("user-remove", name)
        try store.change(
            ConsoleUserCommand.unknown(name), "\(name) is removed", ConsoleChangeView(name: name, done: "removed")
        ) { () throws(StoreError) in try database.removeAccount(name, by: entry) }
    }
}
