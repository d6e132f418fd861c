// SPDX-License-Identifier: Apache-2.0
// The HTTP edge against a strict stand-in: every request is one that the description allows, and no server can keep the
// dock waiting for ever or fill its memory.

import Foundation
import MapStandIn
import Mapping
import Payload
import Testing

@Suite(.enabled(if: MapStandIn.isThere, "python3 is not there"), .timeLimit(.minutes(1))) struct MapLinkTests
{
    private let job = MapJob(
        flight: "f", schedule: "s", uuid: "0f9e4d0e-6a1a-4f36-9c4e-0a4c5d9c0001", name: "dock \"f\"",
        images: 1)

    private func node(_ stand: MapStandIn, token: String? = nil) -> NodeODM {
        NodeODM(MapServer(kind: .nodeODM, address: stand.address), token: token)
    }

    private func ask(
        _ stand: MapStandIn, _ ask: MapAsk, token: String? = nil, terms: MapTerms = MapTerms(),
        folder: String = "/",
        standstill: Duration = .seconds(20)
    ) async throws -> MapReply {
        let node = node(stand, token: token)
        let request = try #require(node.request(ask, job, terms))
        let answer = try await MapLink(address: stand.address, standstill: standstill).send(
            request, folder: folder)
        return node.reply(to: ask, answer)
    }

    @Test func `a whole map goes through as the description allows`() async throws {
        let stand = try MapStandIn(token: "a b&c")
        try stand.put("DJI \"1\".jpg", [UInt8](repeating: 7, count: 700_000))
        try stand.put("stats.json", Array("{\"reconstruction_statistics\": {}}".utf8))
        var terms = MapTerms()
        terms.options = ["dsm": "true", "orthophoto-resolution": "2.5", "feature-quality": "\"high\""]
        let image = MapImage(id: 1, name: "1-DJI.jpg", path: "DJI \"1\".jpg", octets: 700_000)
        #expect(try await ask(stand, .greet, token: "a b&c") == .host(mostImages: nil))
        guard case .locked = try await ask(stand, .greet, token: "wrong") else { return #expect(Bool(false)) }
        #expect(try await ask(stand, .create, token: "a b&c", terms: terms) == .made(job.uuid))
        #expect(try await ask(stand, .upload(image), token: "a b&c", folder: stand.folder) == .taken)
        #expect(try await ask(stand, .commit, token: "a b&c") == .made(job.uuid))
        #expect(
            try await ask(stand, .look, token: "a b&c") == .status(MapStatus(uuid: job.uuid, state: .queued)))
        #expect(try await stand.tell().tasks[job.uuid]?.images == ["1-DJI.jpg": 700_000])
        #expect(try await ask(stand, .cancel, token: "a b&c") == .taken)
        #expect(try await ask(stand, .restart, token: "a b&c") == .taken)
        try await stand.tell("{\"task\": {\"code\": 40}}")
        let path = stand.folder + "/all.zip"
        let request = try #require(node(stand, token: "a b&c").request(.fetch, job, terms))
        let download = try await MapLink(address: stand.address).fetch(request, to: path, limit: 1_000_000)
        #expect(download.status == 200 && download.head.starts(with: [0x50, 0x4B]))
        let archive = try MapArchive(path: path, names: ["odm_report/stats.json"])
        #expect(try archive.octets(of: "odm_report/stats.json", limit: 100).count == 33)
        #expect(stand.refused == [])
    }

    @Test func `an option that the node does not know is refused with its words`() async throws {
        let stand = try MapStandIn()
        var terms = MapTerms()
        terms.options = ["dms": "true"]
        guard case .refused(let why) = try await ask(stand, .create, terms: terms) else {
            return #expect(Bool(false))
        }
        #expect(why.hasPrefix("Invalid option"))
    }

    @Test func `an answer without an end is cut off`() async throws {
        let stand = try MapStandIn()
        try await stand.fault("/info", "endless")
        await #expect(throws: MapLinkError(description: "the answer is longer than 1048576 octets")) {
            try await ask(stand, .greet)
        }
    }

    @Test func `a server that stands still is left`() async throws {
        let stand = try MapStandIn()
        try await stand.fault("/info", "silent", "\"seconds\": 30")
        await #expect(throws: MapLinkError(description: "the server stands still")) {
            try await ask(stand, .greet, standstill: .milliseconds(200))
        }
    }

    @Test func `a server that is away, and one that hangs up, give no answer`() async throws {
        let stand = try MapStandIn()
        try await stand.fault("/info", "drop")
        await #expect(throws: MapLinkError.self) { try await ask(stand, .greet) }
        stand.end()
        await #expect(throws: MapLinkError.self) { try await ask(stand, .greet) }
    }

    @Test func `results that are too long are not fetched`() async throws {
        let stand = try MapStandIn()
        try await stand.fault("/task", "endless", times: 2)
        let request = try #require(node(stand).request(.fetch, job, MapTerms()))
        let link = MapLink(address: stand.address)
        await #expect(throws: MapLinkError(description: "the results have more than 500000 octets")) {
            try await link.fetch(request, to: stand.folder + "/all.zip", limit: 500_000)
        }
    }

    @Test func `a picture that is a link or is gone is not sent`() async throws {
        let stand = try MapStandIn()
        try FileManager.default.createSymbolicLink(
            atPath: stand.folder + "/link.jpg", withDestinationPath: "/etc/passwd")
        for name in ["link.jpg", "gone.jpg"] {
            let image = MapImage(id: 1, name: name, path: name, octets: 5)
            await #expect(throws: MapLinkError.self) {
                try await ask(stand, .upload(image), folder: stand.folder)
            }
        }
        #expect(stand.count("/task/new/upload") == 0)
    }
}
