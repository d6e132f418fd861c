// SPDX-License-Identifier: Apache-2.0
// What is known of a part before the site says its own: the built-in catalogue, and over it the profile of the device
// that the part is in. The site's words go over both. It checks no figure; the reader of parts.yaml does.

import DockModel
import Registers

/// Where the figures come from that an entry of parts.yaml leaves out.
struct PartBases {
    /// A device of the dock with its profile.
    struct Device {
        var id: String
        var profile: DeviceProfile
    }

    /// The devices of the dock; nil when only the file is read.
    var devices: [Device]?
    /// Which point answers which question of the core, as "device.point".
    var places: [PointRole: String] = [:]

    /// The built-in catalogue's entries by id.
    private static let catalogue: [String: [SettingsEntry]] = {
        let log = ProblemLog(file: "parts.yaml")
        guard let root = parseYAML(Array(DefaultConfiguration.partsYAML.utf8), log: log),
            case .mapping(let top) = root.kind, let parts = top.first(where: { $0.key == "parts" })?.value,
            case .sequence(let items) = parts.kind
        else { return [:] }
        var entries: [String: [SettingsEntry]] = [:]
        for item in items {
            guard case .mapping(let own) = item.kind, let id = own.text("id") else { continue }
            // A serial number is a unit's, not a kind's.
            entries[id] = own.filter { !["id", "serial", "used", "prior"].contains($0.key) }
        }
        return entries
    }()

    /// The entry with what it leaves out. One that says its life and its lead time, and names no device, stands alone.
    func completed(_ item: SettingsNode, path: String, log: ProblemLog) -> SettingsNode {
        guard case .mapping(let entries) = item.kind, let id = entries.text("id") else { return item }
        log.trace?.note("\(path).device", as: .text(limit: 32))
        let own = entries.filter { $0.key != "device" }
        let keys = Set(own.map(\.key))
        let named = entries.first { $0.key == "device" }
        if named == nil, keys.isSuperset(of: ["life", "lead_time"]) { return item }
        let catalogue = Self.catalogue[id] ?? []
        var base = catalogue
        if let part = profilePart(id, named, entries, path: path, log: log) {
            let told = self.entries(of: part.part, in: part.device, catalogue: catalogue)
            let toldKeys = Set(told.map(\.key))
            // A measure of the device speaks instead of a count of the catalogue, and the other way round.
            let isReplaced = { (key: String) in
                toldKeys.contains(key) || (key == "limit" && toldKeys.contains("measure"))
            }
            base = told + base.filter { !isReplaced($0.key) }
        }
        if keys.contains("limit") { base.removeAll { ["measure", "law"].contains($0.key) } }
        if keys.contains("measure") { base.removeAll { $0.key == "limit" } }
        if keys.contains("prior") { base.removeAll { ["law", "stress"].contains($0.key) } }
        let merged = own.map { entry in
            guard entry.key == "measure", let under = base.first(where: { $0.key == "measure" }) else { return entry }
            return entry.completed(by: under)
        }
        let added = base.filter { !keys.contains($0.key) }.map { $0.placed(at: item.place) }
        return SettingsNode(place: item.place, kind: .mapping(merged + added))
    }

    /// The part of that id in a profile of the dock's devices.
    private func profilePart(
        _ id: String, _ named: SettingsEntry?, _ entries: [SettingsEntry], path: String, log: ProblemLog
    ) -> (part: ProfilePart, device: Device)? {
        guard let devices else { return nil }
        let known = devices.compactMap { device in
            device.profile.parts.first { $0.id == id }.map { (part: $0, device: device) }
        }
        if let named {
            guard case .scalar(let name, _) = named.value.kind else {
                log.report(named.value.place, "\(path).device is \(named.value.whatItIs), not a name", "write one word")
                return nil
            }
            if let found = known.first(where: { $0.device.id == name }) { return found }
            if let device = devices.first(where: { $0.id == name }) {
                let parts = device.profile.parts.map(\.id).sorted().joined(separator: ", ")
                log.report(
                    named.value.place,
                    "\(path).device: the profile \(device.profile.id) of \(quoted(name)) has no part \(quoted(id))",
                    parts.isEmpty ? "leave device out" : "it has: \(parts)")
            } else {
                let guess = nearest(to: name, in: devices.map(\.id)).map { "did you mean \"\($0)\"?" }
                log.report(
                    named.value.place, "\(path).device: dock.yaml has no device \(quoted(name))",
                    guess ?? "name a device of dock.yaml")
            }
            return nil
        }
        guard known.count > 1 else { return known.first }
        let names = known.map(\.device.id)
        let place = entries.first { $0.key == "id" }?.value.place ?? .start
        log.report(
            place, "\(path): the part \(quoted(id)) is in several devices: \(names.joined(separator: ", "))",
            "say which one, for example device: \(names[0])")
        return nil
    }

    /// What a profile says of a part, in the words of parts.yaml.
    private func entries(of part: ProfilePart, in device: Device, catalogue: [SettingsEntry]) -> [SettingsEntry] {
        var entries: [SettingsEntry] = []
        if !part.name.isEmpty, part.name != part.id { entries.append(SettingsEntry("name", .text(part.name))) }
        if let point = part.measured, let new = part.new, let worn = part.worn,
            let unit = device.profile.point(point)?.unit
        {
            let place = "\(device.id).\(point)"
            entries.append(
                SettingsEntry(
                    "measure",
                    SettingsNode(
                        place: .start,
                        kind: .mapping([
                            SettingsEntry("source", .text(source(of: place, catalogue: catalogue))),
                            SettingsEntry("start", .text(figure(new, unit))),
                            SettingsEntry("end_of_life", .text(figure(worn, unit))),
                        ]))))
        }
        if let life = part.life {
            var figures = [SettingsEntry("typical", .text(short(life)))]
            if let spread = part.spread { figures.append(SettingsEntry("sd", .text(short(spread)))) }
            entries.append(SettingsEntry("life", SettingsNode(place: .start, kind: .mapping(figures))))
        }
        return entries
    }

    /// The dock's own figure for a travel or a charge is better than the point's day; else the point itself.
    private func source(of place: String, catalogue: [SettingsEntry]) -> String {
        guard let measure = catalogue.first(where: { $0.key == "measure" })?.value,
            case .mapping(let below) = measure.kind,
            let signal = below.text("source")
        else { return place }
        let role: PointRole? =
            switch PartSignalName(rawValue: signal) {
            case .coverCurrent: .coverCurrent
            case .contactResistance: .contactResistance
            case nil: nil
            }
        return role.flatMap { places[$0] } == place ? signal : place
    }

    /// Signals that the core takes from one point.
    private enum PartSignalName: String {
        case coverCurrent = "cover_current"
        case contactResistance = "contact_resistance"
    }

    private func figure(_ value: Double, _ unit: String) -> String {
        unit.isEmpty || unit == "1" ? short(value) : "\(short(value)) \(unit)"
    }
}

extension [SettingsEntry] {
    /// The text of a key.
    fileprivate func text(_ key: String) -> String? {
        guard let value = first(where: { $0.key == key })?.value, case .scalar(let text, _) = value.kind else {
            return nil
        }
        return text
    }
}

extension SettingsNode {
    /// A text that stands in no file.
    fileprivate static func text(_ text: String) -> SettingsNode {
        SettingsNode(place: .start, kind: .scalar(text, isQuoted: true))
    }

    /// The node as if it stood there.
    fileprivate func placed(at place: Place) -> SettingsNode {
        switch kind {
        case .scalar: SettingsNode(place: place, kind: kind)
        case .sequence(let items): SettingsNode(place: place, kind: .sequence(items.map { $0.placed(at: place) }))
        case .mapping(let entries):
            SettingsNode(place: place, kind: .mapping(entries.map { $0.placed(at: place) }))
        }
    }
}

extension SettingsEntry {
    fileprivate init(_ key: String, _ value: SettingsNode) {
        self.init(key: key, keyPlace: .start, value: value)
    }

    fileprivate func placed(at place: Place) -> SettingsEntry {
        SettingsEntry(key: key, keyPlace: place, value: value.placed(at: place))
    }

    /// A measure with what it leaves out; another source has figures of its own.
    fileprivate func completed(by under: SettingsEntry) -> SettingsEntry {
        guard case .mapping(let own) = value.kind, case .mapping(let base) = under.value.kind else { return self }
        if let source = own.text("source"), source != base.text("source") { return self }
        let keys = Set(own.map(\.key))
        let added = base.filter { !keys.contains($0.key) }.map { $0.placed(at: value.place) }
        return SettingsEntry(
            key: key, keyPlace: keyPlace, value: SettingsNode(place: value.place, kind: .mapping(own + added)))
    }
}
