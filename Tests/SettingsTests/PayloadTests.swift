// SPDX-License-Identifier: Apache-2.0
// What a schedule says of its pictures: what it means, and where a mistake stands.

import DockModel
import Payload
import Testing

@testable import Settings

@Suite struct PayloadSettingsTests {
    private func load(_ body: String) -> (terms: PayloadTerms?, problems: [String]) {
        let text = "schema: roost-schedule/1\nname: a\nplan: a.plan\ntime_zone: UTC\nat: \"08:00\"\n\(body)\n"
        let log = ProblemLog(file: "s.yaml")
        let placed = ScheduleFile.decode(Array(text.utf8), defaultZone: nil, log: log)
        return (placed?.payload, log.sorted.map(\.description))
    }

    @Test func `a schedule without pictures has none, and one word is enough`() throws {
        #expect(load("").terms == nil && load("").problems == [])
        let line = try #require(load("payload: {images: thermal-line}").terms)
        #expect(line == PayloadTerms(.thermalLine) && line.limits.atOnce == 15 && line.confirmations == 3)
        #expect(load("payload: {images: pv}").terms?.limits.soon == 20)
        #expect(load("payload: {images: survey}").terms?.purpose == .survey)
    }

    @Test func `everything that can be said is taken with its unit`() throws {
        let terms = try #require(
            load(
                """
                payload:
                  images: pv
                  limits: {least: 5 K, repair: 12 K, dispatch: 25 K, safety: 45 K}
                  least_pixels: 16
                  mail_from: dispatch
                  confirm: 2
                  confirm_of: 4
                  same_place: 2 m
                  remember: 60 d
                  emissivity: 0.85
                  distance: 30 m
                  irradiance: 820 W/m²
                  field_of_view: 45 deg
                  gains: [{camera: Vue Pro, gain: 0.04 K}, {gain: 0.4 K}]
                  converter: {command: [/opt/irp, "{in}", "{out}"], gain: 0.1 K, timeout: 30 s}
                  originals: {keep: 14 d, disk: 500 MB, upload: [/usr/bin/rclone, copyto, "{file}", "r:{name}"]}
                """
            ).terms)
        #expect(terms.limits == SpotLimits(least: 5, plan: 12, soon: 25, atOnce: 45))
        #expect(
            terms.leastPixels == 16 && terms.mailFrom == .soon && terms.confirmations == 2
                && terms.frames == 4)
        #expect(terms.samePlace == 2 && terms.memory == .seconds(60 * 86_400))
        #expect(terms.emissivity == 0.85 && terms.distance == 30 && terms.irradiance == 820)
        #expect(terms.fieldOfView == 45 && terms.gains == ["Vue Pro": 0.04, "": 0.4])
        #expect(terms.converter?.command.timeOut == .seconds(30) && terms.converter?.gain == 0.1)
        #expect(terms.originals.age == .seconds(14 * 86_400) && terms.originals.octets == 500_000_000)
        #expect(terms.originals.upload?.words.count == 4)
        #expect(load("payload: {images: survey, originals: {keep: always}}").terms?.originals.age == nil)
    }

    @Test func `a map is taken with its limits and units`() throws {
        let terms = try #require(
            load(
                """
                payload:
                  images: survey
                  map:
                    options: {dsm: true, orthophoto-resolution: 2.5, feature-quality: high}
                    outputs: [odm_report, odm_orthophoto/odm_orthophoto.tif]
                    limits: {images: 90 %, gsd: 25 mm, reprojection: 0.8 px, gps: 10 cm}
                    stuck_after: 2 h
                    longest: 1 d
                    patience: 6 h
                    download: 500 MB
                    preview: false
                    link: "https://maps.example.org/{uuid}"
                """
            ).terms?.map)
        #expect(terms.options == ["dsm": "true", "orthophoto-resolution": "2.5", "feature-quality": "\"high\""])
        #expect(terms.outputs.count == 2 && terms.limits.images == 0.9 && terms.limits.gsd == 2.5)
        #expect(terms.limits.reprojection == 0.8 && abs(terms.limits.gps - 0.1) < 1e-9)
        #expect(terms.stuckAfter == .seconds(7_200) && terms.longest == .seconds(86_400))
        #expect(terms.patience == .seconds(21_600) && terms.download == 500_000_000 && !terms.hasPreview)
        #expect(load("payload: {images: survey, map: {}}").terms?.map == MapTerms())
    }

    @Test(arguments: [
        (
            "payload: {images: survey, map: {limits: {images: 95}}}",
            "s.yaml:6:50: payload.map.limits.images \"95\" has no unit"
        ),
        (
            "payload: {images: survey, map: {stuck_after: 1 min}}",
            "s.yaml:6:46: payload.map.stuck_after \"1 min\" is"
        ),
        (
            "payload: {images: survey, map: {outputs: [../../etc]}}",
            "s.yaml:6:43: payload.map.outputs \"../../etc\" is no path of the results"
        ),
        ("payload: {images: survey, map: {link: maps}}", "s.yaml:6:39: payload.map.link \"maps\" is no address"),
        ("payload: {images: survey, map: {gsd: 3 cm}}", "s.yaml:6:33: unknown key \"gsd\" in payload.map"),
        ("payload: {}", "s.yaml:6:10: payload.images is missing"),
        (
            "payload: {images: termal-line}",
            "s.yaml:6:19: payload.images \"termal-line\" is not known (did you mean"
        ),
        ("payload: {images: survey, limits: {least: 4 K}}", "s.yaml:6:27: unknown key \"limits\" in payload"),
        (
            "payload: {images: pv, limits: {major: 4 K}}",
            "s.yaml:6:32: unknown key \"major\" in payload.limits"
        ),
        (
            "payload: {images: pv, limits: {repair: 3 K}}",
            "s.yaml:6:40: payload.limits.repair 3 K is below least 4 K"
        ),
        (
            "payload: {images: pv, limits: {repair: 12}}",
            "s.yaml:6:40: payload.limits.repair \"12\" has no unit"
        ),
        (
            "payload: {images: pv, mail_from: major}",
            "s.yaml:6:34: payload.mail_from \"major\" is no class of pv"
        ),
        ("payload: {images: pv, confirm: 6}", "s.yaml:6:32: payload.confirm 6 is more than the 5 pictures"),
        ("payload: {images: pv, emissivity: 2}", "s.yaml:6:35: payload.emissivity \"2\" is above 1"),
        (
            "payload: {images: pv, converter: {command: [irp, \"{in}\", \"{out}\"], gain: 0.1 K}}",
            "s.yaml:6:44: payload.converter.command begins with \"irp\""
        ),
        (
            "payload: {images: pv, converter: {command: [/irp, \"{in}\"], gain: 0.1 K}}",
            "s.yaml:6:44: payload.converter.command does not say where {out} stands"
        ),
        (
            "payload: {images: pv, gains: [{gain: 0.1 K}, {gain: 0.2 K}]}",
            "s.yaml:6:46: payload.gains[2] is the second gain"
        ),
    ])
    func `a mistake is told with its place`(body: String, message: String) throws {
        let problems = load(body).problems
        #expect(problems.contains { $0.hasPrefix(message) }, "\(problems)")
    }
}
