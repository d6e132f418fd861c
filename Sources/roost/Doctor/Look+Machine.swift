// SPDX-License-Identifier: Apache-2.0
// How `roost doctor` reads the machine: files below /proc and /sys, the clock, users, systemd's word. It changes
// nothing and judges nothing.

import DockModel
import Foundation
import Glibc
import Host
import Paper
import RoostDaemon
import Schedule
import Settings

/// Looks: a site in, figures for the judge out.
enum Look {}

extension Look {
    static func clockTrust(_ site: DoctorSite) -> Verdict {
        Judge.clockTrust(
            site.now, site.configuration?.dock.clockTrust.rawValue ?? "synchronised (the default)")
    }

    static func clockSource(_ site: DoctorSite) -> Verdict {
        Judge.clockSource(
            isSynchronised: SystemClock(trust: .synchronised).now().isWallTrusted,
            believesAny: site.configuration?.dock.clockTrust == .set)
    }

    static func clockAgainstStore(_ site: DoctorSite) -> Verdict {
        guard let snapshot = site.snapshot else { return .notTested("no dock has run with this store") }
        return Judge.clockAgainstStore(committed: snapshot.committed, now: site.now.wall)
    }

    static func timeZone(_ site: DoctorSite) -> Verdict {
        guard let zone = site.configuration?.dock.dock.timeZone else {
            return .notTested("the configuration is not good")
        }
        let second = Int(site.now.wall.milliseconds / 1_000), offset = zone.offset(at: second)
        // Clocks change on whole quarters of an hour.
        let quarters = stride(from: second - second % 900 + 900, to: second + 366 * 86_400, by: 900)
        let change = quarters.first { zone.offset(at: $0) != offset }
        return Judge.timeZone(
            zone.identifier, hasFile: unsafe access("/usr/share/zoneinfo/\(zone.identifier)", R_OK) == 0,
            offset: offset,
            change: change.map { (WallTime(milliseconds: Int64($0) * 1_000), zone.offset(at: $0)) })
    }

    static func memory(_: DoctorSite) -> Verdict { Judge.memory(KernelText.read("/proc/meminfo")) }

    static func load(_: DoctorSite) -> Verdict {
        Judge.load(KernelText.read("/proc/loadavg"), processors: ProcessInfo.processInfo.activeProcessorCount)
    }

    static func heat(_: DoctorSite) -> Verdict {
        let folder = "/sys/class/thermal"
        // A machine without that folder has no sensors.
        let zones = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let told = zones.filter { $0.hasPrefix("thermal_zone") }.compactMap {
            zone -> (name: String, celsius: Double)? in
            let text = KernelText.read("\(folder)/\(zone)/temp").trimmingCharacters(
                in: .whitespacesAndNewlines)
            guard let thousandths = Double(text), (1_000...200_000).contains(thousandths) else { return nil }
            let name = KernelText.read("\(folder)/\(zone)/type").trimmingCharacters(
                in: .whitespacesAndNewlines)
            return (name.isEmpty ? zone : name, thousandths / 1_000)
        }
        return Judge.heat(told.max { $0.celsius < $1.celsius })
    }

    static func fonts(_: DoctorSite) -> Verdict {
        do {
            return Judge.fonts(missing: try PaperFonts.missing(), package: PaperFonts.package)
        } catch {
            return .fault("\(error)", "install the package \(PaperFonts.package)")
        }
    }

    static func user(_ site: DoctorSite) -> Verdict {
        let exists = unsafe getpwnam("roost") != nil
        let groups = KernelText.read("/etc/group").split(separator: "\n").compactMap { line -> String? in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 4, fields[3].split(separator: ",").contains("roost") else { return nil }
            return String(fields[0])
        }
        return Judge.user(
            exists: exists, groups: groups, needsSerial: !(site.configuration?.serialPorts ?? []).isEmpty)
    }

    static func route(_: DoctorSite) -> Verdict { Judge.route(LinkSense.kernelRoute()) }

    // MARK: - The service

    static let noSystemd = Verdict.notTested("systemd does not manage this machine")

    private static func unit(_ site: DoctorSite, _ judge: (UnitState) -> Verdict) -> Verdict {
        site.units["roost.service"].map(judge) ?? noSystemd
    }

    private static func units(_ site: DoctorSite, _ judge: (UnitState, String) -> Verdict) -> [DoctorCheck
        .Sight]
    {
        guard !site.units.isEmpty else { return [(nil, noSystemd)] }
        return DoctorSite.unitNames.compactMap { name in site.units[name].map { (name, judge($0, name)) } }
    }

    static func unitsInstalled(_ site: DoctorSite) -> [DoctorCheck.Sight] {
        units(site) { unit, _ in Judge.unitInstalled(unit) }
    }

    static func unitsEnabled(_ site: DoctorSite) -> [DoctorCheck.Sight] {
        units(site) { Judge.unitEnabled($0, name: $1) }
    }

    static func unitRuns(_ site: DoctorSite) -> Verdict { unit(site, Judge.unitRuns) }

    static func watchdog(_ site: DoctorSite) -> Verdict { unit(site, Judge.watchdog) }

    static func program(_ site: DoctorSite) -> Verdict {
        unit(site) { unit in
            guard let process = unit.process else { return .notTested("the unit runs no process") }
            func target(_ who: String) -> String? {
                // Another user's process does not show its program.
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(who)/exe")
            }
            return Judge.program(running: target("\(process)"), own: target("self") ?? "this program")
        }
    }
}

extension DockConfiguration {
    /// The files of all serial ports, devices and vehicle, each once.
    var serialPorts: [String] {
        var ports: [String] = []
        for device in dock.devices {
            if case .serial(let path, _) = device.line, !ports.contains(path) { ports.append(path) }
        }
        if case .serial(let path, _) = dock.vehicle.link, !ports.contains(path) { ports.append(path) }
        return ports
    }
}
