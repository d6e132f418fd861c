// SPDX-License-Identifier: Apache-2.0
// What a person may change at the console, and how it is read from a form. What moves something, or lets something
// move, is asked twice; nothing here decides whether the dock follows: that is for the core and its gates.

internal import Access

/// A change that is asked for.
public enum Change: Sendable, Equatable {
    /// Somebody takes care of an incident.
    case acknowledge(incident: String)
    /// An incident is kept quiet for a while.
    case shelve(incident: String, hours: Int, reason: String)
    /// An incident is no longer kept quiet.
    case unshelve(incident: String)
    /// A part was replaced; `used` is what the new unit has run already.
    case replace(part: String, serial: String, reason: String, used: Double)
    /// The runs of a schedule go by until somebody resumes it.
    case pause(schedule: String, reason: String)
    /// A schedule flies again.
    case resume(schedule: String)
    /// A schedule's plan is flown now.
    case run(schedule: String)
    /// The vehicle comes home.
    case callHome
    /// Nothing is armed or moved until a reset.
    case lockOut(reason: String)
    /// A person has looked; the dock looks around anew.
    case reset
    /// A mail goes the way of the alerts.
    case testMail
    /// The mail settings.
    case mail(MailEdit)
    /// A person confirms at the mail provider that the dock may send.
    case mailLogin

    /// Whether it is done only when the same person says so again.
    public var asksTwice: Bool {
        switch self {
        case .run, .callHome, .lockOut, .reset, .resume, .mail: true
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .testMail, .mailLogin: false
        }
    }

    /// Who may: the word is asked again when the second one is said.
    var role: Role {
        switch self {
        case .mail, .mailLogin: .administer
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .resume, .run, .callHome, .lockOut, .reset, .testMail:
            .operate
        }
    }

    /// The page that a person came from.
    var isAboutMail: Bool {
        switch self {
        case .mail, .mailLogin, .testMail: true
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .resume, .run, .callHome, .lockOut, .reset: false
        }
    }

    /// The word in the audit trail.
    public var action: String {
        switch self {
        case .acknowledge: "acknowledge"
        case .shelve: "shelve"
        case .unshelve: "unshelve"
        case .replace: "replace"
        case .pause: "pause"
        case .resume: "resume"
        case .run: "run-now"
        case .callHome: "call-home"
        case .lockOut: "lock-out"
        case .reset: "reset"
        case .testMail: "test-mail"
        case .mail(let edit): edit.action
        case .mailLogin: "mail-login"
        }
    }

    /// What it is done to.
    public var subject: String {
        switch self {
        case .acknowledge(let incident), .shelve(let incident, _, _), .unshelve(let incident): incident
        case .replace(let part, _, _, _): part
        case .pause(let schedule, _), .resume(let schedule), .run(let schedule): schedule
        case .callHome, .lockOut, .reset, .testMail: "dock"
        case .mail, .mailLogin: "mail"
        }
    }

    /// It in a few words, for a heading and a button.
    public var words: String {
        switch self {
        case .acknowledge(let incident): "Take care of incident \(incident)"
        case .shelve(let incident, _, _): "Shelve incident \(incident)"
        case .unshelve(let incident): "Take incident \(incident) off the shelf"
        case .replace(let part, _, _, _): "Record a replacement of \(part)"
        case .pause(let schedule, _): "Pause \(schedule)"
        case .resume(let schedule): "Let \(schedule) fly again"
        case .run(let schedule): "Fly \(schedule) now"
        case .callHome: "Call the vehicle home"
        case .lockOut: "Lock out arming and motion"
        case .reset: "Reset the dock"
        case .testMail: "Send a test mail"
        case .mail(let edit): edit.words
        case .mailLogin: "Log in to the mail provider"
        }
    }
}

/// A form that asks for nothing that could be done.
struct ChangeFault: Error, Equatable {
    /// What is wrong, for the person who sent it.
    var what: String
}

extension Change {
    /// Longest name of an incident, a part or a schedule, and longest line of text.
    static let longestName = 128, longestText = 200
    /// Hours on the shelf that the form offers.
    static let shelfHours = [1, 4, 8, 24, 72, 168]
    /// Words for why a part was replaced.
    static let replacementReasons = ["preventive", "failed", "upgrade", "mistaken"]

    /// The change of a form that went to a route; nil for a route that is none of a change.
    init?(_ route: ChangeRoute, _ form: FormFields) throws(ChangeFault) {
        switch route {
        case .signIn, .signOut, .confirm: return nil
        case .acknowledge: self = .acknowledge(incident: try form.name("incident"))
        case .shelve:
            self = .shelve(
                incident: try form.name("incident"), hours: try form.choice("hours", Self.shelfHours),
                reason: try form.line("reason"))
        case .unshelve: self = .unshelve(incident: try form.name("incident"))
        case .replace:
            let reason = try form.choice("reason", Self.replacementReasons)
            self = .replace(
                part: try form.name("part"),
                serial: reason == "mistaken" ? "" : try form.line("serial", upTo: 64),
                reason: reason, used: try form.amount("used"))
        case .pause: self = .pause(schedule: try form.name("schedule"), reason: try form.line("reason"))
        case .resume: self = .resume(schedule: try form.name("schedule"))
        case .run: self = .run(schedule: try form.name("schedule"))
        case .callHome: self = .callHome
        case .lockOut: self = .lockOut(reason: try form.line("reason"))
        case .reset: self = .reset
        case .testMail: self = .testMail
        case .mailLogin: self = .mailLogin
        case .mailServer, .mailAccount, .mailOAuth, .mailRecipients, .mailRoute, .mailRouteRemove, .mailRevert:
            guard let edit = try MailEdit(route, form) else { return nil }
            self = .mail(edit)
        }
    }
}
