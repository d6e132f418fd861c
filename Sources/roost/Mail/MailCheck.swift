// SPDX-License-Identifier: Apache-2.0
// `roost mail check`: the way to the mail server, step by step, with times and what to do.
// It sends no mail.

import ArgumentParser
import DockModel
import Foundation
import Host
import Mailer
import Post
import RoostDaemon
import Settings

/// Checks the mail server.
struct MailCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Try name, connection, certificate, capabilities and log-in; send nothing.",
        discussion: """
            Each step is told with its time; a failed one with what to do next. The keys of the server's certificates
            are shown as pins for mail.pins.

            Exit codes: 0 all is well, 1 something was found, 78 bad configuration.

            Example:
              roost mail check --config /etc/roost
            """)

    @OptionGroup var place: MailConfigurationOption
    @Option(help: "Longest wait in seconds for each step.")
    var timeout = 30.0
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard timeout >= 1, timeout <= 600 else {
            throw ValidationError("--timeout must be 1 to 600 seconds")
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let dock = try place.load()
        let account = place.account(dock)
        let clock = place.clock(dock)
        var settings = account.submission
        settings.limitWaits(to: .seconds(timeout))
        let report = Submission(settings: settings, secret: account.secret, clock: { clock.now() }).probe()
        let warning = account.warning()
        if let warning { CommandOutput.complain("warning: \(CommandOutput.printable(warning))") }
        if json {
            try CommandOutput.sayJSON(MailCheckView(report, settings, warning: warning))
        } else {
            try CommandOutput.say(Self.text(report, settings))
        }
        let isEnding = report.steps.contains { $0.name == .tls && $0.remedy != nil }
        if !report.isGood || isEnding || warning != nil { throw CommandExit.finding }
    }

    private static func text(_ report: ProbeReport, _ settings: SubmissionSettings) -> String {
        var text = "\(settings.host):\(settings.port) \(settings.security.rawValue)\n"
        for step in report.steps {
            let time = String(format: "%8.1f ms", step.duration.inSeconds * 1_000)
            let name = step.name.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0)
            text +=
                "\(step.isGood ? "ok  " : "FAIL") \(name) \(time)  \(CommandOutput.printable(step.detail))\n"
            if let remedy = step.remedy { text += "     -> \(remedy)\n" }
        }
        for certificate in report.chain {
            text +=
                "certificate \(CommandOutput.printable(certificate.subject)), ends \(OutboxTime.text(certificate.end))"
            text += ", pin \(MailCheckView.pin(certificate))\n"
        }
        return text
    }
}

/// The document of `roost mail check --json`.
struct MailCheckView: Encodable {
    /// One step.
    struct Step: Encodable {
        var step: String
        var ok: Bool
        var milliseconds: Double
        var detail: String
        var remedy: String?
    }

    /// One certificate of the chain.
    struct Certificate: Encodable {
        var subject: String
        var issuer: String
        var ends: String
        var pin: String
    }

    var host: String
    var port: Int
    var security: String
    var ok: Bool
    var steps: [Step]
    var certificates: [Certificate]
    var capabilities: String?
    var mechanisms: [String]
    var largestMessageOctets: Int?
    /// What to know of the account although the log-in works: tokens that cannot be kept.
    var warning: String?

    init(_ report: ProbeReport, _ settings: SubmissionSettings, warning: String? = nil) {
        self.warning = warning
        (host, port, security) = (settings.host, settings.port, settings.security.rawValue)
        ok = report.isGood
        steps = report.steps.map {
            Step(
                step: $0.name.rawValue, ok: $0.isGood,
                milliseconds: ($0.duration.inSeconds * 100_000).rounded() / 100, detail: $0.detail,
                remedy: $0.remedy)
        }
        certificates = report.chain.map {
            Certificate(
                subject: $0.subject, issuer: $0.issuer, ends: OutboxTime.text($0.end), pin: Self.pin($0))
        }
        capabilities = report.capabilities?.summary
        mechanisms = report.capabilities?.mechanisms ?? []
        largestMessageOctets = report.capabilities?.largestMessage
    }

    /// A key as mail.pins takes it.
    static func pin(_ certificate: CertificateFacts) -> String {
        "sha256/" + Data(certificate.keyDigest).base64EncodedString()
    }
}
