import CairnLines
import Testing

@Suite struct FieldFinderTests {
    private func find(_ name: StaticString, _ json: String) -> String? {
        let json = bytes(json)
        let range = json.withUnsafeBytes { FieldFinder.find(name, in: $0) }
        return range.map { string(json, $0) }
    }

    @Test func `a field is found wherever it stands, and its value is whole`() {
        #expect(find("a", #"{"a":1}"#) == "1")
        #expect(find("a", #" { "b" : { "a" : 2 } , "a" : [ 1 , "]" , {} ] } "#) == #"[ 1 , "]" , {} ]"#)
        #expect(find("a", #"{"x":"\"a\":5","a":"q\"\\"}"#) == #""q\"\\""#)
        #expect(find("a", #"{"x":"a","\u0061":null}"#) == "null")
        #expect(find("a", #"{"x":[[{"a":3}]],"a":-1.5e3 }"#) == "-1.5e3")
        #expect(find("", #"{"":true}"#) == "true")
        #expect(find("a", #"{"a":1,"a":2}"#) == "1")
    }

    @Test func `what is not there is not found`() {
        for json in [
            "", " ", "{}", "[1]", "{", #"{"a"#, #"{"a""#, #"{"a":"#, #"{"a":}"#, #"{"a":"x"#, #"{"b":1 "a":2}"#,
            #"{a:1}"#, #"{"b":1,}"#, "7", #"{"A":1}"#, #"{"a":[1"#, "{\"a\\", "{\"a\":\"\\",
        ] {
            #expect(find("a", json) == nil, "\(json)")
        }
        let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(FieldFinder.find("a", in: nowhere) == nil)
    }

    @Test func `nothing is read beyond the end, however the bytes go on`() {
        // What comes after the object would end the string; found by the fuzzer as a byte read too far.
        for length in 0..<40 {
            let front = bytes("{\"a\":\"") + [UInt8](repeating: 0x79, count: length)
            let all = front + bytes("\",\"a\":1}")
            let found = all.withUnsafeBytes {
                FieldFinder.find("a", in: UnsafeRawBufferPointer(rebasing: $0[..<front.count]))
            }
            #expect(found == nil, "\(length)")
        }
    }

    @Test func `a path leads from object to object`() {
        let json = bytes(#"{"name":"x","address":{"city":"Ulm","zip":"89073"}}"#)
        func find(_ path: [StaticString]) -> String? {
            json.withUnsafeBytes { FieldFinder.find(path, in: $0) }.map { string(json, $0) }
        }
        #expect(find(["address", "city"]) == #""Ulm""#)
        #expect(find(["address", "street"]) == nil)
        #expect(find(["name", "city"]) == nil)
        #expect(find([])?.utf8.count == json.count)
    }

    @Test func `in random objects it finds what the tape finds`() throws {
        var garden = JSONGarden(seed: 7)
        for _ in 0..<1_500 {
            let json = bytes(garden.object(4))
            var tape = JSONTape()
            try json.withUnsafeBytes { bytes in
                try tape.scan(bytes)
                var place = 2
                while place < tape.after(0) {
                    let name = decoded(bytes, tape.inside(place))
                    let found = name.withUnsafeBytes { FieldFinder.find($0, in: bytes) }
                    let expected = tape.range(place + 1)
                    #expect(found == expected)
                    place = tape.after(place + 1)
                }
            }
        }
    }

    @Test func `on damaged bytes it answers within them`() {
        var garden = JSONGarden(seed: 8)
        for _ in 0..<4_000 {
            let json = garden.damaged(bytes(garden.object(3)))
            if let range = json.withUnsafeBytes({ FieldFinder.find("a0", in: $0) }) {
                #expect(range.lowerBound >= 0 && range.upperBound <= json.count)
            }
        }
    }
}
