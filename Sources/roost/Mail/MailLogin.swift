// SPDX-License-Identifier: Apache-2.0
// `roost mail login`: a log-in that a person confirms on another device (RFC 8628). The tokens go into a file of mode
// 0600 and nowhere else.

import ArgumentParser
import DockModel
import Foundation
import Host
import Post
import RoostDaemon
import Settings
import Tokens

/// Logs in to the mail account.
struct MailLogin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in to the mail account with a code on another device.",
        discussion: """
            Shows an address and a code. Open the address on any device, type the code and confirm. The tokens are kept
            in mail-tokens.json beside the database; run this as the user of the service, so that it can read them.

            Exit codes: 0 logged in, 1 declined or too late, 75 the provider was not reached, 78 bad configuration.

            Example:
              sudo -u roost roost mail login --config /etc/roost
            """)

    @OptionGroup var place: MailConfigurationOption
    @Flag(help: "Print JSON lines.")
    var json = false

    /// One line of `--json`.
    private struct Line: Encodable {
        var event: String
        var address: String?
        var completeAddress: String?
        var code: String?
        var expiresInSeconds: Int64?
        var text: String?
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let dock = try place.load()
        let clock = place.clock(dock)
        guard let oauth = dock.mail.oauth else {
            throw fail("dock.yaml has no mail.oauth, so there is nothing to log in to; see docs/mail.md")
        }
        guard oauth.way == .refreshToken else {
            throw fail("mail.oauth.grant \(oauth.way.rawValue) needs no log-in; try roost mail check")
        }
        guard oauth.deviceURL != nil else {
            throw fail(
                oauth.preset == .gmail
                    ? "Google gives no right to mail by device codes; use grant: service_account, or put a refresh "
                        + "token into refresh_token_file" : "set mail.oauth.device_url")
        }
        let source = MailTokens.source(for: dock, directory: place.directory, clock: { clock.now() })
        guard let source else { throw fail("dock.yaml has no mail.oauth") }
        do {
            try await logIn(source)
        } catch let fault as DeviceLoginFault {
            try tell(Line(event: "failed", text: "\(fault)"), "\(fault)\n")
            throw CommandExit.finding
        } catch {
            try tell(
                Line(event: "failed", text: "\(error)"),
                "not logged in: \(CommandOutput.printable("\(error)"))\n")
            throw error is TokenEndpointError ? CommandExit.tryLater : CommandExit.badConfiguration
        }
    }

    private func logIn(_ source: TokenSource) async throws {
        let codes = try await source.deviceCodes()
        let minutes = max(1, codes.lifetime.components.seconds / 60)
        var text = "Open   \(codes.address)\nType   \(codes.userCode)\n"
        if let complete = codes.completeAddress { text += "or open \(complete)\n" }
        text += "Waiting for the confirmation, at most \(minutes) min …\n"
        try tell(
            Line(
                event: "code", address: codes.address, completeAddress: codes.completeAddress,
                code: codes.userCode,
                expiresInSeconds: codes.lifetime.components.seconds), text)
        try await source.logIn(with: codes)
        try tell(
            Line(event: "done"), "Logged in. Try it with: roost mail check --config \(place.directory)\n")
    }

    private func tell(_ line: Line, _ text: String) throws {
        if json { try CommandOutput.sayJSON(line) } else { try CommandOutput.say(text) }
    }

    private func fail(_ text: String) -> ExitCode {
        CommandOutput.complain(text)
        return CommandExit.badConfiguration
    }
}
