// SPDX-License-Identifier: Apache-2.0
// The questions of `roost init` in their order, with what is taken without an answer. They ask and check the form;
// whether all fits together is for the settings' own loader.

import DockModel
import Fieldbus
import Foundation
import Host
import Post
import Registers
import Schedule
import Settings
import VehicleLink

/// The questions of one dock.
struct InitQuestions {
    let interview: InitInterview
    let shelf: InitShelf
    let proof: InitProof
    /// Where the configuration goes.
    let directory: String
    var site = InitSite()

    /// Asks everything.
    mutating func run() async throws {
        interview.say(
            "Questions about the dock. Return takes what stands in brackets; Ctrl-C ends without a file.\n")
        try askPlace()
        try await askDevices()
        try askPoints()
        try await askVehicle()
        try await askMail()
        try askSchedule()
        interview.refuseUnasked()
    }

    private func ask(
        _ key: String, _ text: String, standard: String? = nil, hint: String? = nil,
        _ complaint: @escaping (String) -> String? = { _ in nil }
    ) throws -> String {
        try interview.ask(
            InitQuestion(key: key, text: text, standard: standard, hint: hint, complaint: complaint))
    }

    // MARK: - Place

    private mutating func askPlace() throws {
        interview.say("The dock")
        site.id = try ask(
            "dock.id", "Short name", hint: "letters, digits, - _ .; in mail subjects and file names"
        ) {
            ScheduleRule.isName($0) && $0.count <= 32 ? nil : "use 1 to 32 letters, digits, '-', '_' and '.'"
        }
        site.name = try ask("dock.name", "Name for people", standard: site.id)
        site.latitude = try ask(
            "dock.latitude", "Latitude, degrees north", hint: "as 47.39775; south is negative"
        ) {
            Self.number($0, in: -90...90)
        }
        site.longitude = try ask(
            "dock.longitude", "Longitude, degrees east", hint: "as 8.54561; west is negative"
        ) {
            Self.number($0, in: -180...180)
        }
        site.altitude = Self.withUnit(
            try ask("dock.altitude", "Height above the sea, m") {
                Self.number(Self.bare($0, "m"), in: -500...9_000)
            }, "m")
        site.timeZone = try ask("dock.time_zone", "Time zone", standard: Self.machineZone) {
            Zone($0) == nil ? "there is no IANA zone of that name; write for example Europe/Zurich" : nil
        }
        let isSystem = directory == "/etc/roost"
        site.storage = try ask(
            "storage.directory", "Directory for the database", standard: isSystem ? "/var/lib/roost" : "./var"
        )
        site.usesCredentials =
            try ask(
                "secrets", "Keep secrets as files or as credentials",
                standard: isSystem ? "credentials" : "files",
                hint: "credentials: systemd hands them to the service, from \(directory)/credentials"
            ) { ["files", "credentials"].contains($0) ? nil : "write files or credentials" } == "credentials"
    }

    // MARK: - Devices

    /// Most devices that are asked for.
    private static let mostDevices = 16

    private mutating func askDevices() async throws {
        interview.say("\nModbus devices; profiles: \(shelf.names.joined(separator: ", "))")
        for number in 1...Self.mostDevices {
            let names = Set(shelf.names)
            let profileID = try ask(
                "device.\(number).profile",
                "Profile of device \(number)\(number > 1 ? ", nothing for no more" : "")",
                standard: number > 1 ? "" : interview.isInteractive ? "roost-dock-plc" : nil
            ) { name in
                number > 1 && name.isEmpty || names.contains(name)
                    ? nil : "there is no such profile; put its file into the folder of --hardware"
            }
            guard !profileID.isEmpty, let profile = shelf.entries[profileID]?.profile else { break }
            site.devices.append(try await askDevice(number, profile))
        }
        let used = Set(site.devices.map(\.id))
        if used.count < site.devices.count { interview.say("    two devices have one name") }
    }

    private func askDevice(_ number: Int, _ profile: DeviceProfile) async throws -> InitDevice {
        let key = "device.\(number)"
        let taken = site.devices.map(\.id)
        let usual = profile.deviceClass.rawValue
        let standard = taken.contains(usual) ? "\(usual)\(number)" : usual
        let id = try ask("\(key).id", "Its name here", standard: standard) { name in
            if taken.contains(name) { return "another device has that name" }
            return ScheduleRule.isName(name) && !name.contains(".") && name.count <= 32
                ? nil : "use 1 to 32 letters, digits, '-' and '_'"
        }
        var variant: String?
        if let first = profile.variants.first {
            let names = profile.variants.map(\.name)
            variant = try ask(
                "\(key).variant", "Firmware family", standard: first.name, hint: names.joined(separator: ", ")
            ) { names.contains($0) ? nil : "write one of: \(names.joined(separator: ", "))" }
        }
        while true {
            let line = try ask(
                "\(key).line", "Its line",
                hint:
                    "tcp:HOST:\(profile.transport.tcpPort ?? 502), or serial:/dev/serial/by-id/NAME:BAUD:8N1"
            ) { text in
                HardwareLine(argument: text) == nil || !text.contains(":")
                    ? "write tcp:HOST:PORT or serial:/dev/…:BAUD:8N1" : nil
            }
            let unit = try ask("\(key).unit", "Its unit id", standard: "\(profile.transport.unit)") {
                Self.number($0, in: 0...255)
            }
            let device = InitDevice(
                id: id, profile: profile, variant: variant,
                line: HardwareLine(argument: line)?.line ?? .tcp(host: "127.0.0.1", port: 502),
                unit: Int(unit) ?? 1)
            let isProved = await proof.prove(device)
            guard !isProved, interview.isInteractive, !interview.isGiven("\(key).line") else { return device }
            if try interview.decide("Keep it all the same?", without: true) { return device }
        }
    }

    private mutating func askPoints() throws {
        guard !site.devices.isEmpty else { return }
        let proposed: [PointRole: PointReference]
        do throws(SettingsError) { proposed = try site.suggestions() } catch { throw CommandExit.fail(error) }
        interview.say("\nWhich point answers which question; found by their names:")
        for role in PointRole.allCases {
            if let point = proposed[role] { interview.say("    \(role.rawValue): \(point)") }
        }
        let areTaken = try interview.confirm("points.as_proposed", "Take these", standard: true)
        for role in PointRole.allCases {
            let key = "points.\(role.rawValue)", candidates = site.candidates(for: role)
            let isOpen = proposed[role] == nil && role.isRequired
            guard isOpen || interview.isGiven(key) || (!areTaken && !candidates.isEmpty) else {
                site.points[role] = areTaken ? proposed[role] : nil
                continue
            }
            let names = candidates.map(\.description)
            let answer = try ask(
                key, role.rawValue, standard: proposed[role]?.description ?? (role.isRequired ? nil : "none"),
                hint: names.isEmpty ? "no device has a point for it" : DoctorText.list(names, most: 12)
            ) { text in
                names.contains(text) || (text == "none" && !role.isRequired)
                    ? nil : "write one of: \(names.joined(separator: ", "))"
            }
            site.points[role] = candidates.first { $0.description == answer }
        }
    }

    // MARK: - Vehicle

    private mutating func askVehicle() async throws {
        interview.say("\nThe vehicle")
        site.dialect = try ask("vehicle.dialect", "Autopilot: px4 or ardupilot", standard: "px4") {
            VehicleDialect(rawValue: $0) == nil ? "write px4 or ardupilot" : nil
        }
        let limit = try ask("vehicle.wind_limit", "Strongest wind that its maker allows, m/s", standard: "12")
        {
            Self.number(Self.bare($0, "m/s"), in: 1...40)
        }
        site.windLimit = Double(Self.bare(limit, "m/s")) ?? 12
        while true {
            site.link = try ask(
                "vehicle.link", "Its link", standard: "udpin:0.0.0.0:14550",
                hint:
                    "udpin:HOST:PORT, udpout:HOST:PORT, tcp:HOST:PORT or serial:/dev/serial/by-id/NAME:57600"
            ) { text in
                // A link that cannot be read is what is asked about.
                (try? LinkEndpoint(text)) == nil ? "this is no link" : nil
            }
            let system = try ask("vehicle.system", "Its MAVLink system id", standard: "1") {
                Self.number($0, in: 1...250)
            }
            site.system = Int(system) ?? 1
            let isProved = await proof.proveVehicle(site)
            guard !isProved, interview.isInteractive, !interview.isGiven("vehicle.link") else { return }
            if try interview.decide("Keep it all the same?", without: true) { return }
        }
    }

    // MARK: - Mail

    private mutating func askMail() async throws {
        interview.say("\nMail: alerts, digests and notices of parts")
        while true {
            try askAccount()
            try askReaders()
            let isProved = await proof.proveMail(site)
            guard !isProved, interview.isInteractive, !interview.isGiven("mail.host") else { break }
            if try interview.decide("Keep it all the same?", without: true) { break }
        }
        site.mail.hasHeartbeat = try interview.confirm(
            "mail.heartbeat", "Send a signed sign of life each hour, so that silence is noticed",
            standard: true)
    }

    private mutating func askAccount() throws {
        let host = try ask("mail.host", "Mail server") { text in
            hardwareHost("\(text):1"[...]) == nil ? "this is no host name" : nil
        }
        let security = try ask("mail.security", "Security: starttls or tls", standard: "starttls") {
            MailSecurity(rawValue: $0) == nil ? "write starttls or tls" : nil
        }
        let isTLS = security == "tls"
        let port = try ask("mail.port", "Port", standard: isTLS ? "465" : "587") { text in
            text == "25"
                ? "25 is for servers among themselves; use 465 or 587" : Self.number(text, in: 1...65_535)
        }
        let authority = try ask(
            "mail.ca_file", "PEM file of its own authority, nothing for the system's", standard: ""
        ) { path in
            path.isEmpty || FileManager.default.isReadableFile(atPath: path) ? nil : "it cannot be read"
        }
        (site.mail.host, site.mail.isTLS, site.mail.port) = (host, isTLS, Int(port) ?? 587)
        site.mail.authorityFile = authority
        site.mail.user = try ask("mail.user", "User, nothing for a server that wants none", standard: "")
        guard !site.mail.user.isEmpty else {
            (site.mail.authentication, site.mail.secret) = ("none", .none)
            return
        }
        site.mail.authentication = "password"
        try askSecret()
    }

    private mutating func askSecret() throws {
        if !interview.isGiven("mail.password_file"),
            let typed = try interview.askSecret("Password, not shown; nothing to name a file")
        {
            site.mail.secret = .typed(typed)
            return
        }
        let file = try ask(
            "mail.password_file", "File with the password, mode 0600; nothing to put it there later",
            standard: "")
        if !file.isEmpty {
            let base = FileManager.default.currentDirectoryPath
            site.mail.secret = .file(DoctorSite.absolute(file, in: base))
        } else {
            site.mail.secret = site.usesCredentials ? .credential("roost_smtp") : .file("smtp-password")
        }
    }

    private mutating func askReaders() throws {
        let usual = site.mail.user.contains("@") ? site.mail.user : nil
        site.mail.from = try ask("mail.from", "Sender's address", standard: usual, Self.address)
        let alerts = try ask("mail.alerts", "Who gets alerts, with commas", Self.addresses)
        let digest = try ask(
            "mail.digest", "Who gets the daily digest and notices", standard: alerts, Self.addresses)
        (site.mail.alerts, site.mail.digest) = (Self.words(alerts), Self.words(digest))
    }

    // MARK: - Schedule

    private mutating func askSchedule() throws {
        interview.say("\nThe first schedule")
        let plan = try ask(
            "schedule.plan", "Plan to fly (.plan of QGroundControl), nothing for none", standard: ""
        ) { path in
            path.isEmpty || (path.hasSuffix(".plan") && FileManager.default.isReadableFile(atPath: path))
                ? nil : "it cannot be read, or is no .plan file"
        }
        guard !plan.isEmpty else { return }
        let base = URL(fileURLWithPath: plan).deletingPathExtension().lastPathComponent
        let name = try ask("schedule.name", "Its name", standard: base) {
            ScheduleRule.isName($0) ? nil : "use letters, digits, '-', '_' and '.'"
        }
        let times = try ask("schedule.at", "Daily at, local time, with commas", standard: "10:00") { text in
            Self.words(text).allSatisfy { TimeOfDay($0) != nil } && !Self.words(text).isEmpty
                ? nil : "write for example 10:00, 17:25"
        }
        let window = try ask("schedule.window", "It may start so many minutes later", standard: "30") {
            Self.number(Self.bare($0, "min"), in: 1...1_440)
        }
        site.schedule = InitSchedule(
            name: name, plan: plan, times: Self.words(times), window: Self.withUnit(window, "min"))
    }

    // MARK: - Forms

    private static func number(_ text: String, in range: ClosedRange<Double>) -> String? {
        guard let value = Double(text), value.isFinite, range.contains(value) else {
            return
                "write a number from \(DoctorText.tenths(range.lowerBound)) to \(DoctorText.tenths(range.upperBound))"
        }
        return nil
    }

    /// "489 m" as "489".
    private static func bare(_ text: String, _ unit: String) -> String {
        (text.hasSuffix(unit) ? String(text.dropLast(unit.count)) : text).trimmingCharacters(in: .whitespaces)
    }

    private static func withUnit(_ text: String, _ unit: String) -> String { "\(bare(text, unit)) \(unit)" }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func address(_ text: String) -> String? {
        do {
            _ = try MailAddress(text)
            return nil
        } catch {
            return "\"\(text)\" is no mail address"
        }
    }

    private static func addresses(_ text: String) -> String? {
        words(text).isEmpty ? "name at least one address" : words(text).lazy.compactMap(address).first
    }

    /// The zone that this machine shows its time in.
    private static var machineZone: String? {
        let name = TimeZone.current.identifier
        return Zone(name) == nil ? nil : name
    }
}
