// SPDX-License-Identifier: Apache-2.0
// The files of a new configuration: the commented example with the answers put in, its profiles, schedule and parts.
// They are held together by the settings' own loader before one of them is written, and no file is ever replaced.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Glibc
import Registers
import Settings

/// The files of a new configuration.
struct InitFiles {
    /// Texts by their path below the directory.
    private(set) var texts: [String: String] = [:]
    /// Secrets by their path; each is written with mode 0600.
    private(set) var secrets: [String: String] = [:]
    /// Parts of the example that this dock cannot measure.
    private(set) var partsLeftOut: [String] = []

    /// Files from answers.
    /// - Throws: `SettingsError` with what the loader says of them.
    init(_ site: InitSite, shelf: InitShelf) throws(SettingsError) {
        let example = DefaultConfiguration.files.contents
        func text(_ name: String) -> String { String(decoding: example[name] ?? [], as: UTF8.self) }
        for device in site.devices {
            texts["hardware/\(device.profile.id).yaml"] = shelf.entries[device.profile.id]?.text
        }
        if let schedule = site.schedule {
            texts["schedules/\(schedule.name).yaml"] = Self.schedule(
                schedule, site, from: text("schedules/perimeter.yaml"))
            // It was read before; one that has gone since is missed by the loader, which says so.
            texts["schedules/\(schedule.name).plan"] = try? String(
                contentsOfFile: schedule.plan, encoding: .utf8)
        }
        texts["dock.yaml"] = dock(site, from: text("dock.yaml"))
        try fitParts(text("parts.yaml"))
    }

    /// Takes out of the example what names points that this dock does not have.
    private mutating func fitParts(_ text: String) throws(SettingsError) {
        var parts = CommentedYAML(text)
        while true {
            texts["parts.yaml"] = parts.text
            do throws(SettingsError) {
                _ = try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
                return
            } catch {
                guard error.problems.allSatisfy({ $0.file == "parts.yaml" }),
                    let taken = parts.removeItems(atLines: error.problems.map(\.place.line)), !taken.isEmpty
                else { throw error }
                partsLeftOut += taken.map(Self.partName)
            }
        }
    }

    /// "cover-motor" of "  - {id: cover-motor, name: …".
    private static func partName(_ line: String) -> String {
        let rest = line.firstRange(of: "id: ").map { line[$0.upperBound...] } ?? line[...]
        return String(rest.prefix { $0 != "," && $0 != " " })
    }

    // MARK: - dock.yaml

    private mutating func dock(_ site: InitSite, from example: String) -> String {
        var yaml = CommentedYAML(example)
        yaml.set(["dock", "id"], CommentedYAML.scalar(site.id))
        yaml.set(["dock", "name"], CommentedYAML.scalar(site.name))
        yaml.set(["dock", "latitude"], site.latitude)
        yaml.set(["dock", "longitude"], site.longitude)
        yaml.set(["dock", "altitude"], site.altitude)
        yaml.set(["dock", "time_zone"], site.timeZone)
        yaml.set(["storage", "directory"], CommentedYAML.scalar(site.storage))
        yaml.setBlock(["devices"], Self.devices(site))
        yaml.setBlock(
            ["points"],
            PointRole.allCases.compactMap { role in
                site.points[role].map { "  \(role.rawValue): \($0)" }
            })
        yaml.set(["vehicle", "dialect"], site.dialect)
        yaml.set(["vehicle", "link"], "\"\(site.link)\"")
        yaml.set(["vehicle", "system"], "\(site.system)")
        yaml.set(["vehicle", "wind_limit"], "\(DoctorText.tenths(site.windLimit)) m/s")
        yaml.set(["limits", "wind_mean"], "\(DoctorText.tenths(min(8, site.windLimit))) m/s")
        yaml.set(["limits", "wind_gust"], "\(DoctorText.tenths(min(12, site.windLimit))) m/s")
        mail(site, &yaml)
        if let schedule = site.schedule {
            yaml.rename(
                ["schedules"], to: "schedules", CommentedYAML.list(["\(schedule.name).yaml"]),
                comment: "files in schedules/; default: all of them")
        } else {
            yaml.remove(["schedules"])
        }
        return yaml.text
    }

    private static func devices(_ site: InitSite) -> [String] {
        let used = Set(site.points.values.map(\.device.text))
        return site.devices.map { device in
            var entry = "  - {id: \(CommentedYAML.scalar(device.id)), profile: \(device.profile.id)"
            if let variant = device.variant { entry += ", variant: \(CommentedYAML.scalar(variant))" }
            switch device.line {
            case .tcp: entry += ", line: \"tcp:\(device.line)\", unit: \(device.unit)"
            case .serial(let path, let format):
                entry += ", line: \"serial:\(path)\", unit: \(device.unit), serial: {baud: \(format.baud), "
                entry +=
                    "data: \(format.dataBits), parity: \(format.parity.rawValue), stop: \(format.stopBits)}"
            }
            // A device that answers no question is one that the dock is well without.
            return used.contains(device.id) ? entry + "}" : entry + ", optional: true}"
        }
    }

    private mutating func mail(_ site: InitSite, _ yaml: inout CommentedYAML) {
        let mail = site.mail
        yaml.set(["mail", "host"], CommentedYAML.scalar(mail.host))
        yaml.set(["mail", "port"], "\(mail.port)")
        yaml.set(["mail", "security"], mail.isTLS ? "tls" : "starttls")
        yaml.set(["mail", "auth"], mail.authentication)
        yaml.set(["mail", "from"], CommentedYAML.scalar(mail.from))
        let readers = CommentedYAML.list(mail.digest)
        yaml.set(["mail", "recipients", "alerts"], CommentedYAML.list(mail.alerts))
        for kind in ["digest", "notices", "confirmations"] {
            yaml.set(["mail", "recipients", kind], readers)
        }
        yaml.set(["mail", "recipients", "compliance"], readers)
        if mail.hasHeartbeat {
            let key = keep(secret: Self.newKey(), file: "heartbeat-key", credential: "heartbeat", site)
            yaml.insert(
                after: ["mail", "from"],
                "  heartbeat: {every: 1 h, in_flight: 60 s, key: {\(key)}}   # signed signs of life; see roost watch"
            )
        }
        if !mail.authorityFile.isEmpty {
            let path = DoctorSite.absolute(mail.authorityFile, in: FileManager.default.currentDirectoryPath)
            yaml.insert(after: ["mail", "security"], "  ca_file: \(CommentedYAML.scalar(path))")
        }
        guard !mail.user.isEmpty else {
            yaml.remove(["mail", "user"])
            yaml.remove(["mail", "credential"])
            return
        }
        yaml.set(["mail", "user"], CommentedYAML.scalar(mail.user))
        switch mail.secret {
        case .none: yaml.remove(["mail", "credential"])
        case .credential(let name): yaml.set(["mail", "credential"], name)
        case .file(let path):
            yaml.rename(
                ["mail", "credential"], to: "password_file", CommentedYAML.scalar(path),
                comment: "mode 0600; or  credential: NAME, a systemd credential")
        case .typed(let secret):
            let entry = keep(secret: secret, file: "smtp-password", credential: "smtp", site)
            let parts = entry.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            yaml.rename(
                ["mail", "credential"], to: parts[0] == "file" ? "password_file" : "credential", parts[1],
                comment: "in a file of its own, mode 0600")
        }
    }

    /// Keeps a secret for a file of its own; how dock.yaml names it.
    private mutating func keep(secret: String, file: String, credential: String, _ site: InitSite) -> String {
        // The shipped unit hands over each file of credentials/ under the name roost_FILE.
        let path = site.usesCredentials ? "credentials/\(credential)" : file
        secrets[path] = secret + "\n"
        return site.usesCredentials ? "credential: roost_\(credential)" : "file: \(file)"
    }

    /// 256 bits from the system's generator, in hexadecimal digits.
    private static func newKey() -> String {
        (0..<4).map { _ in
            let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    // MARK: - schedules

    private static func schedule(_ schedule: InitSchedule, _ site: InitSite, from example: String) -> String {
        var yaml = CommentedYAML(example)
        yaml.set(["name"], CommentedYAML.scalar(schedule.name))
        yaml.set(["plan"], CommentedYAML.scalar("\(schedule.name).plan"))
        yaml.set(["at"], "[" + schedule.times.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
        yaml.set(["time_zone"], site.timeZone)
        yaml.rename(
            ["window"], to: "window", schedule.window, comment: "how much later it may start; default 30 min")
        // The head of the example tells of the example.
        let body = yaml.lines.drop { $0.hasPrefix("#") }
        return (["# When \(schedule.name) is flown. Written by roost init."] + body).joined(separator: "\n")
    }
}

// MARK: - Writing

extension InitFiles {
    /// Which of the files are there already with another content; they would have to be replaced.
    func obstacles(in directory: String) -> [String] {
        (texts.merging(secrets) { text, _ in text }).filter { name, text in
            let path = directory + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { return false }
            return FileManager.default.contents(atPath: path).map { $0 != Data(text.utf8) } ?? true
        }.map(\.key).sorted()
    }

    /// Writes every file that is not there; what fails takes back what was written before it.
    /// - Returns: the paths that were written.
    /// - Throws: exit code 73 with a word on stderr.
    func write(into directory: String) throws -> [String] {
        var written: [String] = []
        do throws(InitWriteError) {
            for (names, mode) in [(texts, UInt16(0o644)), (secrets, 0o600)] {
                for (name, text) in names.sorted(by: { $0.key < $1.key }) {
                    let path = directory + "/" + name
                    guard !FileManager.default.fileExists(atPath: path) else { continue }
                    try Self.makeFolder(of: path, isSecret: mode == 0o600 && name.contains("/"))
                    try Self.write(text, to: path, mode: mode_t(mode))
                    written.append(path)
                }
            }
        } catch {
            for path in written { unsafe unlink(path) }
            CommandOutput.complain(CommandOutput.printable("\(error.text); nothing was written"))
            throw ExitCode(73)
        }
        return written
    }

    private static func makeFolder(of path: String, isSecret: Bool) throws(InitWriteError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: isSecret ? 0o700 : 0o755])
        } catch {
            throw InitWriteError(text: "\(folder) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Writes a file that was not there a moment ago, and is not replaced if it is there now.
    private static func write(_ text: String, to path: String, mode: mode_t) throws(InitWriteError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            throw InitWriteError(text: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        defer { close(file) }
        // What the umask took away is given back; a secret stays its owner's alone.
        fchmod(file, mode)
        do {
            try FileHandle(fileDescriptor: file, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
        } catch {
            unsafe unlink(path)
            throw InitWriteError(text: "\(path): \(error.localizedDescription)")
        }
        if fsync(file) != 0 {
            unsafe unlink(path)
            throw InitWriteError(text: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
    }
}

/// Why a file could not be written.
private struct InitWriteError: Error {
    var text: String
}
