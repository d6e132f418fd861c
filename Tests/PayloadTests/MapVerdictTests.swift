// SPDX-License-Identifier: Apache-2.0
// The figures of a map's report and the verdict about them: a figure beyond its limit is flown again, one that is lacking
// or cannot be is a doubt, and neither is ever a pass.

import Payload
import Testing

/// A report as ODM writes it, with some figures changed.
func mapReport(
    used: String = "208", given: String = "212", parts: String = "1", gsd: String = "2.134",
    pixels: String = "0.61",
    hasGPS: String = "true", error: String = "{\"x\":0.8,\"y\":0.9,\"z\":1.1}"
) -> [UInt8] {
    Array(
        """
        {"processing_statistics": {"steps_times": {"Feature Extraction": 77.1, "Total Time": 812.5},
          "date": "26/11/2026 at 11:02:10", "area": 48123.4, "start_date": "26/11/2026 at 09:00:11",
          "end_date": "26/11/2026 at 09:14:02"},
         "features_statistics": {"detected_features": {"min": 4011, "max": 14021, "mean": 9980, "median": 10012}},
         "reconstruction_statistics": {"components": \(parts), "has_gps": \(hasGPS), "has_gcp": false,
          "initial_points_count": 190211, "initial_shots_count": \(given), "reconstructed_points_count": 180102,
          "reconstructed_shots_count": \(used), "observations_count": 650002, "average_track_length": 3.61,
          "average_track_length_over_two": 4.9, "histogram_track_length": {"2": 80021, "3": 30012},
          "reprojection_error_normalized": 0.12, "reprojection_error_pixels": \(pixels),
          "reprojection_error_angular": NaN},
         "gps_errors": {"average_error": 1.41, "mean": {"x": 1e-07, "y": -2.1e-07, "z": 0.0},
          "std": {"x": 0.8, "y": 0.9, "z": 1.1}, "error": \(error), "ce90": 1.72, "le90": 1.9},
         "gcp_errors": {}, "note \\"NaN\\"": "NaN stays",
         "odm_processing_statistics": {"total_time": 2412.22, "total_time_human": "40.0m:12.0s",
          "average_gsd": \(gsd)},
         "point_cloud_statistics": {"dense": true, "x": [-Infinity, Infinity]}}
        """.utf8)
}

/// A report and what is said against it.
struct ReportCase: CustomTestStringConvertible, Sendable {
    let report: [UInt8]
    let reason: String

    init(_ report: [UInt8], _ reason: String) { (self.report, self.reason) = (report, reason) }

    var testDescription: String { reason }
}

@Suite struct MapVerdictTests {
    private func verdict(_ report: [UInt8], sent: Int = 212, leftOut: Int = 0, gsd: Double? = 3) -> MapVerdict
    {
        var limits = MapLimits()
        limits.gsd = gsd
        return MapVerdict(MapFigures(report: report), sent: sent, leftOut: leftOut, limits: limits)
    }

    @Test func `the figures of a report are read, with Python's words for no number`() throws {
        let figures = try #require(MapFigures(report: mapReport()))
        #expect(figures.used == 208 && figures.given == 212 && figures.parts == 1)
        #expect(figures.gsd == 2.134 && figures.reprojection == 0.61 && figures.area == 48_123.4)
        #expect(abs((figures.gps ?? 0) - 1.6309506) < 1e-6 && figures.ce90 == 1.72 && figures.gcp == nil)
        #expect(figures.seconds == 2412.22 && figures.start == "26/11/2026 at 09:00:11")
    }

    @Test func `a map within its limits is good and says its figures`() {
        let outcome = MapOutcome(
            stage: .done, verdict: verdict(mapReport()), figures: MapFigures(report: mapReport()), sent: 212)
        #expect(outcome.line == "map good: 208 of 212 pictures, GSD 2.13 cm, 0.61 px, 1.63 m, 4.81 ha")
        #expect(outcome.germanLine == "Karte gut: 208 von 212 Bildern, GSD 2,13 cm, 0,61 px, 1,63 m, 4,81 ha")
    }

    @Test(arguments: [
        ReportCase(mapReport(used: "190"), "190 of 212 pictures are in the map, 95 % are needed"),
        ReportCase(mapReport(gsd: "3.4"), "GSD 3.4 cm, limit 3 cm"),
        ReportCase(mapReport(pixels: "1.25"), "reprojection error 1.25 px, limit 1 px"),
        ReportCase(mapReport(error: "{\"x\":3,\"y\":0,\"z\":4}"), "GPS error 5 m, limit 3 m"),
    ])
    func `a figure beyond its limit is flown again`(_ sample: ReportCase) {
        let verdict = verdict(sample.report)
        #expect(verdict.grade == .refly && verdict.reasons == [sample.reason])
    }

    @Test(arguments: [
        ReportCase(mapReport(parts: "3"), "it fell into 3 parts"),
        ReportCase(mapReport(pixels: "\"0.6\""), "the report has no reprojection error"),
        ReportCase(mapReport(pixels: "NaN"), "the report has no reprojection error"),
        ReportCase(mapReport(pixels: "-1"), "the report has no reprojection error"),
        ReportCase(mapReport(gsd: "null"), "the report has no GSD"),
        ReportCase(mapReport(used: "500"), "the report says 500 pictures of 212"),
        ReportCase(mapReport(used: "1.5"), "the report does not say how many pictures it used"),
        ReportCase(mapReport(hasGPS: "false"), "it lies nowhere: no picture had a place"),
        ReportCase(mapReport(error: "{}"), "the report has no GPS error"),
    ])
    func `what is lacking or cannot be is a doubt`(_ sample: ReportCase) {
        let verdict = verdict(sample.report)
        #expect(verdict.grade == .doubtful && verdict.reasons == [sample.reason])
    }

    @Test func `no report, or pictures that did not arrive, are doubts, and faults come first`() {
        #expect(verdict(Array("[]".utf8)).reasons == ["there is no report that could be read"])
        #expect(verdict(mapReport(), leftOut: 2).reasons == ["2 pictures did not reach the server"])
        let both = verdict(mapReport(parts: "2", gsd: "9"))
        #expect(both.grade == .refly && both.reasons == ["GSD 9 cm, limit 3 cm", "it fell into 2 parts"])
        #expect(verdict(mapReport(gsd: "9"), gsd: nil).grade == .good)
    }

    @Test func `cut and changed reports never trap and never pass with less`() {
        let whole = mapReport()
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(MapFigures(report: Array(whole.prefix(length))) == nil)
        }
        for place in stride(from: 0, to: whole.count, by: 5) {
            var changed = whole
            changed[place] ^= 1 << UInt8(place % 8)
            _ = verdict(changed)
        }
    }
}

@Suite struct MapWordsTests {
    private let server = MapServer(
        kind: .nodeODM, address: "http://127.0.0.1:3000", webhook: "https://dock.example.org")
    private let job = MapJob(flight: "f", schedule: "s", uuid: "a-b", name: "Dock \"N\"\r\n", images: 2)

    private func reply(_ ask: MapAsk, _ body: String, status: Int = 200) -> MapReply {
        NodeODM(server, token: nil).reply(to: ask, MapAnswer(status: status, body: Array(body.utf8)))
    }

    @Test func `a new task carries its id, name, options and webhook`() throws {
        var terms = MapTerms()
        terms.options = ["dsm": "true", "orthophoto-resolution": "2.5"]
        let request = try #require(NodeODM(server, token: "a&b").request(.create, job, terms))
        #expect(
            request.target == "/task/new/init?token=a%26b" && request.head == [MapField("set-uuid", "a-b")])
        guard case .parts(let fields, image: nil) = request.body else { return #expect(Bool(false)) }
        #expect(
            fields.map(\.value) == [
                "Dock \"N\"\r\n",
                "[{\"name\":\"dsm\",\"value\":true},{\"name\":\"orthophoto-resolution\",\"value\":2.5}]",
                "https://dock.example.org/map/a-b",
            ])
        let image = MapImage(id: 1, name: "a\"\r\nX: y.jpg", path: "p", octets: 3)
        let (before, after) = MapRequest.parts([], image: image, boundary: "B")
        #expect(String(decoding: before, as: UTF8.self).contains("filename=\"a%22%0D%0AX: y.jpg\"\r\n"))
        #expect(String(decoding: after, as: UTF8.self) == "\r\n--B--\r\n")
    }

    @Test func `answers are taken only with the members and types of the description`() {
        let state = "{\"uuid\":\"a-b\",\"status\":{\"code\":20},\"progress\":12.5}"
        #expect(reply(.look, state) == .status(MapStatus(uuid: "a-b", state: .running, progress: 12.5)))
        #expect(reply(.look, "{\"error\":\"a-b not found\"}") == .unknown("a-b not found"))
        #expect(
            reply(.commit, "{\"error\":\"Invalid uuid (not found)\"}") == .unknown("Invalid uuid (not found)")
        )
        #expect(
            reply(.greet, "{\"error\":\"Invalid authentication token: x\"}")
                == .locked("Invalid authentication token: x"))
        #expect(
            reply(.upload(MapImage(id: 1, name: "", path: "", octets: 0)), "{\"success\":true}") == .taken)
        for status in [500, 502, 503, 429] {
            guard case .away = reply(.look, state, status: status) else { return #expect(Bool(false)) }
        }
        for body in [
            "", "[]", "<html>", "{}", "{\"uuid\":1}", "{\"uuid\":\"a-b\",\"status\":20}",
            "{\"uuid\":\"a-b\",\"status\":{\"code\":\"20\"}}", "{\"uuid\":\"a-b\",\"status\":{\"code\":60}}",
            "{\"uuid\":\"a-b\",\"status\":{\"code\":20},\"progress\":900}", "{\"error\":7}",
        ] {
            guard case .nonsense = reply(.look, body) else {
                Issue.record("\(body) was taken as \(reply(.look, body))")
                continue
            }
        }
    }

    @Test func `WebODM's answers tell open, waiting and running tasks, and its list is searched by name`() {
        let web = WebODM(MapServer(kind: .webODM, address: "https://w", project: 4), token: "T")
        func reply(_ ask: MapAsk, _ body: String, status: Int = 200) -> MapReply {
            web.reply(to: ask, job, MapAnswer(status: status, body: Array(body.utf8)))
        }
        #expect(
            reply(.look, "{\"id\":\"7\",\"partial\":true,\"status\":null}")
                == .status(MapStatus(uuid: "7", state: .open)))
        let running =
            "{\"id\":7,\"partial\":false,\"status\":20,\"running_progress\":0.25,\"last_error\":null}"
        #expect(reply(.look, running) == .status(MapStatus(uuid: "7", state: .running, progress: 25)))
        #expect(reply(.seek, "[{\"id\":\"1\",\"name\":\"other\"}]") == .nothing)
        #expect(
            reply(.seek, "[{\"id\":\"9\",\"name\":\"Dock \\\"N\\\"\\r\\n\",\"partial\":true}]")
                == .status(MapStatus(uuid: "9", state: .open)))
        #expect(reply(.create, "{\"id\":\"9\"}", status: 201) == .made("9"))
        #expect(reply(.create, "{\"detail\":\"no\"}", status: 400) == .refused("no"))
        guard case .locked = reply(.look, "{\"detail\":\"Signature has expired.\"}", status: 403) else {
            return #expect(Bool(false))
        }
    }
}
