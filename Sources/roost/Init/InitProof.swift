// SPDX-License-Identifier: Apache-2.0
// How `roost init` proves each link while it asks: a device is read as the daemon would read it, the vehicle is heard,
// the mail server is asked step by step. Nothing is written to a device, ordered from a vehicle or mailed.

import DockModel
import Fieldbus
import Foundation
import Host
import Mailer
import Post
import RoostDaemon
import Settings
import Synchronization

/// What a look at one link found.
struct InitLink: Encodable {
    var link: String
    var isProved: Bool
    var evidence: String
    var remedy: String?
}

/// Proves links, and remembers what came of each.
final class InitProof: Sendable {
    private let isWanted: Bool
    private let patience: Duration
    private let found = Mutex<[InitLink]>([])
    /// Hears each result at once.
    private let tell: @Sendable (String) -> Void

    init(isWanted: Bool, patience: Duration, tell: @escaping @Sendable (String) -> Void) {
        (self.isWanted, self.patience, self.tell) = (isWanted, patience, tell)
    }

    /// The last result of each link, in the order of the questions.
    var links: [InitLink] {
        found.withLock { links in
            links.enumerated().filter { index, one in !links[(index + 1)...].contains { $0.link == one.link }
            }.map(\.element)
        }
    }

    /// Reads all points of a device; true when it answers as its profile says.
    func prove(_ device: InitDevice) async -> Bool {
        guard isWanted else { return true }
        let bus = HardwareBus(device.forBus)
        let readings = await bus.read(), lost = await bus.stop()
        let verdict = Judge.device(
            good: readings.count { $0.quality == .good }, of: readings.count, lost: lost, isOptional: false)
        return note("device \(device.id)", verdict)
    }

    /// Listens for the vehicle.
    func proveVehicle(_ site: InitSite) async -> Bool {
        guard isWanted else { return true }
        do {
            let ear = try VehicleEar(link: site.link, system: site.system)
            let heard = try await ear.listen(for: patience)
            return note("vehicle", Judge.vehicle(isHeard: heard.isHeard, text: heard.text))
        } catch {
            return note("vehicle", .fault("\(error)", "correct the link"))
        }
    }

    /// Asks the mail server, up to the log-in.
    func proveMail(_ site: InitSite) async -> Bool {
        guard isWanted else { return true }
        let mail = site.mail
        let clock = SystemClock(trust: .set)
        var settings = SubmissionSettings(
            host: mail.host, port: mail.port, security: mail.isTLS ? .tls : .starttls,
            caFile: mail.authorityFile.isEmpty ? nil : mail.authorityFile,
            helloName: mail.from.split(separator: "@").last.map(String.init) ?? "localhost",
            user: mail.user.isEmpty ? nil : mail.user)
        settings.mechanisms = AuthenticationMechanism.forPasswords
        settings.limitWaits(to: patience)
        var secret: String?
        switch mail.secret {
        case .none: secret = ""
        case .typed(let text): secret = text
        case .file(let path) where path.hasPrefix("/"):
            do throws(SecretError) {
                secret = try SecretSource(baseDirectory: "/").read(.file(path: path))
            } catch {
                return note("mail server", .fault("\(error)", "correct the file, then roost mail check"))
            }
        case .file, .credential: break
        }
        // Without the secret everything but the log-in can be tried.
        if secret == nil { settings.user = nil }
        let password = secret ?? ""
        let report = Submission(settings: settings, secret: { _ in password }, clock: { clock.now() }).probe()
        let sights = MailLook.verdicts(report)
        let worst = sights.first { $0.verdict.result == .fault }
        guard let worst else {
            let last = report.steps.last?.detail ?? ""
            let missing = secret == nil && !mail.user.isEmpty
            return note(
                "mail server",
                missing
                    ? .warning(
                        "\(mail.host):\(mail.port): TLS is good; the log-in was not tried",
                        "put the secret there, then roost mail check")
                    : .ok("\(mail.host):\(mail.port): \(last)"))
        }
        return note("mail server", worst.verdict)
    }

    private func note(_ link: String, _ verdict: Verdict) -> Bool {
        let isProved = verdict.result == .ok || verdict.result == .warning
        found.withLock {
            $0.append(
                InitLink(link: link, isProved: isProved, evidence: verdict.evidence, remedy: verdict.remedy))
        }
        tell(
            "    \(isProved ? "proved " : "FAILED ") \(CommandOutput.printable("\(link): \(verdict.evidence)"))"
        )
        if let remedy = verdict.remedy { tell("            -> \(CommandOutput.printable(remedy))") }
        return isProved
    }
}
