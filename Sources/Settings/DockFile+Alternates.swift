// SPDX-License-Identifier: Apache-2.0
// Decodes the alternate landing places and the energy rates of dock.yaml. A place is accepted only where the vehicle
// can reach it from the dock, and never so near that the dock itself is in the way.

import DockModel

extension DockFile {
    /// Most alternate landing places.
    static let mostAlternates = 16
    /// Greatest distance of an alternate landing place from the dock, m.
    static let farthestAlternate = 10_000.0
    /// Least distance of an alternate landing place from the dock and from another, m.
    static let nearestAlternate = 15.0

    static func energy(_ top: MappingReader) -> EnergySettings {
        var energy = EnergySettings()
        guard let reader = top.mapping("energy") else { return energy }
        energy.percentPerMinute = reader.measure("use", .drain, in: 0.1...50, default: 4)
        energy.cruise = MetresPerSecond(reader.measure("cruise", .speed, in: 2...40, default: 8))
        energy.ascent = MetresPerSecond(reader.measure("ascent", .speed, in: 0.3...20, default: 2.5))
        energy.descent = MetresPerSecond(reader.measure("descent", .speed, in: 0.3...10, default: 1.5))
        energy.hover = reader.duration("hover", in: 0...600, default: 30)
        reader.finish()
        return energy
    }

    /// - Parameter home: where the dock stands. A dock that does not say it is told that, not that every place is far
    ///   away.
    static func alternates(_ top: MappingReader, from home: PlanPoint?) -> [AlternateSettings] {
        var places: [AlternateSettings] = []
        for (index, item) in top.list("alternates", limit: mostAlternates).enumerated() {
            guard let reader = MappingReader(item, path: "alternates[\(index + 1)]", log: top.log) else { continue }
            let name = reader.text("name", example: "meadow", limit: 64)
            let point = position(reader)
            reader.finish()
            if !name.isEmpty, places.contains(where: { $0.name == name }) {
                reader.log.report(
                    reader.place(of: "name"), "alternate name \(quoted(name)) is used twice", "rename one of them")
            }
            if let point, let home { check(name, at: point, from: home, reader) }
            places.append(AlternateSettings(name: name, point: point ?? PlanPoint(latitude: 0, longitude: 0)))
        }
        return places
    }

    private static func check(
        _ name: String, at point: PlanPoint, from home: PlanPoint, _ reader: MappingReader
    ) {
        let distance = home.distance(to: point)
        if distance > farthestAlternate {
            reader.log.report(
                reader.place(of: "latitude"),
                "\(reader.path) \(quoted(name)) is \(short((distance / 100).rounded() / 10)) km from the dock, "
                    + "more than \(short(farthestAlternate / 1_000)) km",
                "compare latitude and longitude with those of the dock")
        } else if distance < nearestAlternate {
            reader.log.report(
                reader.place(of: "latitude"),
                "\(reader.path) \(quoted(name)) is \(short(distance.rounded())) m from the dock, "
                    + "less than \(short(nearestAlternate)) m",
                "choose a place beside the dock")
        }
    }
}
