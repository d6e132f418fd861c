// SPDX-License-Identifier: Apache-2.0
// What a person has told `roost init` of a dock, as plain values, and the profiles it can choose from. Nothing is
// written here.

import DockModel
import Fieldbus
import Foundation
import Registers
import Settings

/// One Modbus device as it was answered.
struct InitDevice {
    var id: String
    var profile: DeviceProfile
    /// The firmware family; nil for a profile without.
    var variant: String?
    var line: FieldbusLine
    var unit: Int

    /// The profile with its variant applied.
    var fitted: DeviceProfile { variant.flatMap { profile.applying(variant: $0) } ?? profile }
    /// The device as the field bus takes it.
    var forBus: FieldbusDevice { FieldbusDevice(id: DeviceID(id), profile: fitted, line: line, unit: unit) }
}

/// When and what to fly.
struct InitSchedule {
    var name: String
    var plan: String
    var times: [String]
    var window: String
}

/// Where the mail account's secret is.
enum InitSecret: Equatable {
    /// The server needs none.
    case none
    /// A file that was there before.
    case file(String)
    /// A credential that somebody else puts there.
    case credential(String)
    /// A password that was typed, to be written into a file of its own.
    case typed(String)
}

/// The mail account.
struct InitMail {
    var host = ""
    var port = 587
    var isTLS = false
    var authorityFile = ""
    var user = ""
    var authentication = "password"
    var secret = InitSecret.none
    var from = ""
    var alerts: [String] = []
    var digest: [String] = []
    /// Whether signs of life are sent, signed with a new key.
    var hasHeartbeat = false
}

/// A dock as it was answered.
struct InitSite {
    var id = ""
    var name = ""
    var latitude = ""
    var longitude = ""
    var altitude = ""
    var timeZone = ""
    var storage = ""
    var devices: [InitDevice] = []
    var points: [PointRole: PointReference] = [:]
    var dialect = "px4"
    var link = ""
    var system = 1
    /// What the maker allows, m/s.
    var windLimit = 12.0
    var mail = InitMail()
    var schedule: InitSchedule?
    /// Whether secrets are handed over by systemd, from files in `credentials/`.
    var usesCredentials = false
}

/// The device profiles that can be chosen.
struct InitShelf {
    /// A profile with the text of its file.
    struct Entry {
        var profile: DeviceProfile
        var text: String
    }

    /// Where the package puts the profiles of the project.
    static let packaged = "/usr/share/doc/roost/examples/hardware"
    /// By id.
    private(set) var entries: [String: Entry] = [:]

    /// The profiles in the program, and those of a folder; a bad file is left out and told.
    init(folder: String?) {
        for (path, octets) in DefaultConfiguration.files.contents where path.hasPrefix("hardware/") {
            add(octets, path)
        }
        guard let folder else { return }
        // A folder that cannot be read offers nothing.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            guard let octets = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                octets.count < 1 << 22
            else {
                continue
            }
            add(Array(octets), "\(folder)/\(name)")
        }
    }

    private mutating func add(_ octets: [UInt8], _ path: String) {
        switch HardwareShelfOptions.read(octets, file: path) {
        case .success(let profile):
            entries[profile.id] = Entry(profile: profile, text: String(decoding: octets, as: UTF8.self))
        case .failure(let error): CommandOutput.complain(CommandOutput.printable("left out: \(error)"))
        }
    }

    /// The ids in order.
    var names: [String] { entries.keys.sorted() }
}

extension InitSite {
    /// The points that the devices offer for a question, in the order of the devices.
    func candidates(for role: PointRole) -> [PointReference] {
        devices.flatMap { device in
            device.fitted.points.filter { role.canBeAnswered(by: $0) }.map {
                PointReference(device: DeviceID(device.id), point: $0.id)
            }
        }
    }

    /// The points that answer by their names: that of the question, or that of the example. A kind of value alone
    /// proves nothing: a flag may be any switch.
    func suggestions() throws(SettingsError) -> [PointRole: PointReference] {
        let example = try DefaultConfiguration.configuration().dock.points
        var found: [PointRole: PointReference] = [:]
        for role in PointRole.allCases {
            let candidates = candidates(for: role)
            let names = [role.rawValue, example[role]?.point.text].compactMap { $0 }
            found[role] = names.lazy.compactMap { name in candidates.first { $0.point.text == name } }.first
        }
        // Rods that are only half described are not driven.
        if !PointRole.ofRods.allSatisfy({ found[$0] != nil }) {
            for role in PointRole.ofRods { found[role] = nil }
        }
        return found
    }
}
