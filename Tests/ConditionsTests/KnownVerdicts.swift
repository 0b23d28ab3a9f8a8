/// Expressions with what cel-go makes of them, over `document`; one a line.
///
/// Each was given to blackbox_exporter 0.28 as `fail_if_body_json_matches_cel` and as `…_not_matches_cel`, with the document
/// served to it:
/// what holds fails only the one, what does not hold only the other, what has no value both.
enum KnownVerdicts {
    static let document = #"""
        {"a": {"b": "x", "n": 3, "f": 1.5, "big": 9007199254740993, "t": true,
        "z": null, "e": "", "u": "\u00e9\u20ac\ud83d\ude00"},
        "items": [{"n": 1, "name": "one"}, {"n": 4, "name": "four"}, {"n": 2}], "list": [1, 2, 3], "mixed": [1, "a", null, true, 2.5], "empty": [],
        "obj": {},
        "s": "Hello", "status": "ok", "neg": -7, "one": 1, "zero": 0, "exp": 1000000.0, "big21": 1e+21, "small": 1e-05,
        "time": "2026-01-01T00:00:00Z", "a-b": 5, "in2": {"k": "v"}, "str5": "5", "strf": "2.5", "strt": "true"}
        """#

    /// True of the document.
    static let hold = lines(
        #"""
        body.a.b == "x"
        body.a.n == 3
        body.a.n == 3.0
        body.a.n == 3u
        body.a.n + 1.0 == 4.0
        body.a.n > 2
        body.a.n > 2.5
        body.a.n > 2u
        body.a.n >= 3 && body.a.b == "x"
        body.a.missing == 1 || true
        true || body.a.missing == 1
        has(body.a.b)
        !has(body.a.missing)
        has(body["a"].b)
        has(body.a.z)
        body.a.z == null
        null == null
        body.items.exists(i, i.n > 3)
        body.items.all(i, i.n > 0)
        body.items.exists_one(i, i.n == 4)
        body.items.exists(i, i.name == "four")
        body.items.filter(i, has(i.name)).size() == 2
        size(body.items.filter(i, i.n > 1)) == 2
        body.items.map(i, i.n) == [1, 4, 2]
        body.items.map(i, i.n) == [1.0, 4.0, 2.0]
        body.items.map(i, i.n > 1, i.n)[0] == 4
        body.list == [1, 2, 3]
        body.list[0] == 1
        body.list[1.0] == 2
        body.list[body.one] == 2
        body["a"]["b"] == "x"
        body["a-b"] == 5
        1 in body.list
        "a" in body.mixed
        "a" in body
        "b" in body.a
        1 in [1, "a"]
        "a" in {"a": 1}
        1 in {1: 2}
        body.one in {1: 2}
        {1: 'x'}[body.one] == 'x'
        {"a": 1}.a == 1
        {"a": 1, "a": 2}.a == 2
        {"a": 1, "b": "c"}.b == "c"
        {"a": body.one} == {"a": 1}
        size(body.s) == 5
        size(body.a.u) == 3
        body.a.u.size() == 3
        size(body.list) == 3
        size(body.a) == 8
        size(body.obj) == 0
        body.s.startsWith("He")
        body.s.endsWith("lo")
        body.s.contains("ell")
        body.s.contains("")
        body.s.endsWith("")
        body.s.matches("^H.*o$")
        body.s.matches("(?i)h")
        matches(body.s, "ell")
        body.s.matches(body.s)
        body.a.t
        body.a.t == true
        -body.neg == 7.0
        -5 == -5
        - 5 == -5
        --5 == 5
        !!true
        -9223372036854775808 == -9223372036854775808
        18446744073709551615u == 18446744073709551615u
        dyn(1) == 1.0
        dyn(1) == 1u
        dyn(1u) == 1.0
        [1, "a"] == [1, "a"]
        [1, "a"][1] == "a"
        1 < 2
        dyn(1) < 2.0
        dyn(1u) < 2
        body.s < "World"
        body.s < body.status
        "a" < "b"
        "é" > "z"
        "a" < "aa"
        true > false
        5 / 2 == 2
        -5 / 2 == -2
        -5 % 3 == -2
        5.0 / 0.0 > 1.0
        body.one / body.zero > 1000000.0
        body.a.n * 2.0 == 6.0
        body.a.n - 1.0 == 2.0
        1 + 2 * 3 == 7
        (1 + 2) * 3 == 9
        10 - 3 - 2 == 5
        "a" + "b" == "ab"
        body.s + " World" == "Hello World"
        [1] + [2] == [1, 2]
        body.list + [4] == [1, 2, 3, 4]
        b"abc" == b"abc"
        b"abc" + b"d" == b"abcd"
        bytes("abc") == b"abc"
        string(b"abc") == "abc"
        b"\xff" == b"\377"
        size(b"é") == 2
        int("5") == 5
        int("+5") == 5
        int(5.9) == 5
        int(-5.9) == -5
        int(5u) == 5
        int(body.one) == 1
        int(body.str5) == 5
        int(body.a.f) == 1
        uint("5") == 5u
        uint(1.9) == 1u
        uint(5) == 5u
        double("2.5") == 2.5
        double("1e3") == 1000.0
        double("inf") > 1.0
        double("Infinity") > 1.0
        double("0x1p4") == 16.0
        double(5) == 5.0
        double(body.strf) == 2.5
        string(1) == "1"
        string(1u) == "1"
        string(1.0) == "1"
        string(1.5) == "1.5"
        string(1e6) == "1e+06"
        string(100000.0) == "100000"
        string(1e20) == "1e+20"
        string(1e21) == "1e+21"
        string(123456789.0) == "1.23456789e+08"
        string(1234567.5) == "1.2345675e+06"
        string(0.0001) == "0.0001"
        string(0.00001) == "1e-05"
        string(-0.0) == "-0"
        string(1.0/0.0) == "+Inf"
        string(double("nan")) == "NaN"
        string(body.a.n) == "3"
        string(body.exp) == "1e+06"
        string(true) == "true"
        string("x") == "x"
        bool("true")
        bool("True")
        bool("TRUE")
        bool("t")
        bool("1")
        bool("f") == false
        bool(body.strt)
        type(1) == int
        type(1u) == uint
        type(1.0) == double
        type("a") == string
        type(b"a") == bytes
        type(true) == bool
        type(null) == null_type
        type([]) == list
        type({}) == map
        type(int) == type
        type(type(1)) == type
        type(body.one) == double
        type(body.s) == string
        type(body.list) == list
        type(body.a) == map
        type(body.a.z) == null_type
        type(1) == type(2)
        type(body.a.z) == type(null)
        true ? true : false
        body.a.t ? body.s == "Hello" : false
        body.one == 1 ? true : body.a.missing
        false ? body.a.missing : true
        (true ? body.one : body.s) == 1
        [1, 2,] == [1, 2]
        {"a": 1,} == {"a": 1}
        1 == 1 == true
        1 < 2 == true
        body.one || true
        "a" == "a" // comment
        r"\d" == "\\d"
        "\x41" == "A"
        "\101" == "A"
        "\u00e9" == "é"
        'it\'s' == "it's"
        """a"b""" == 'a"b'
        '''a'b''' == "a'b"
        R"\n" == "\\n"
        B"a" == b"a"
        br"\n" == b"\\n"
        0x1F == 31
        -0x1F == -31
        0x1Fu == 31u
        1e3 == 1000.0
        1E3 == 1000.0
        .5 == 0.5
        1.5e-3 == 0.0015
        01 == 1
        1u == 1U
        body.items[0].n == 1
        body.items[0]["n"] == 1
        body.items.size() == 3
        body.list.exists(i, i == 2)
        body.mixed.exists(i, i == "a")
        body.mixed.exists(i, i > 2)
        body.mixed.map(i, type(i)) == [double, string, null_type, bool, double]
        body.empty.all(i, false)
        body.empty == []
        body.obj == {}
        body.obj.all(k, false)
        body.in2.exists(k, k == "k")
        body.in2.map(k, k) == ["k"]
        body.in2.all(k, body.in2[k] == "v")
        [1,2,3].all(x, x > 0)
        [1,2,3].exists(x, [1,2].exists(y, y == x))
        [1,2,3].map(x, x * 2) == [2, 4, 6]
        [1,2,3].filter(x, x > 1).map(x, x + 1) == [3, 4]
        [[1],[2]].map(x, x[0]) == [1, 2]
        [1,2].map(body, body) == [1, 2]
        [1].exists(int, int == 1)
        [1,"a"].exists(x, x == "a")
        .body.a.n == 3
        body.`a-b` == 5
        body.a.big == 9007199254740993
        body.a.big == 9007199254740992
        body.a.big == 9007199254740992.0
        body.neg < 0
        body.neg == -7
        body.neg == -7.0
        body.neg < -6.5
        dyn(9007199254740993) == 9007199254740992.0
        dyn(18446744073709551615u) > 9223372036854775807
        dyn(1) < 1.5
        dyn(-1) < 1u
        dyn(2) > 1.5
        body.a.e == ""
        body.a.e.size() == 0
        body.status == "ok" || body.status == "degraded"
        body.status in ["ok", "degraded"]
        !(body.status in ["down"])
        body.items.filter(i, i.n > 1).exists(i, i.n == 2)
        body.items.all(i, i.n < 5 && i.n > 0)
        body.items.map(i, i.n).exists(n, n == 4.0)
        [1, 2, 3][1] == 2
        [1, 2, 3][dyn(1.0)] == 2
        [1, 2, 3][dyn(1u)] == 2
        type(dyn(1)) == int
        dyn([1, 2])[0] == 1
        1 in dyn([1.0])
        dyn(1) in [1.0]
        body.one in [1]
        body.one in [1, 2]
        body.list.all(i, i > 0) && body.list.exists(i, i == 3)
        size("abc") == 3 && "abc".size() == 3
        [].size() == 0
        {}.size() == 0
        size({"a": 1}) == 1
        b"abc".size() == 3
        "a".contains("a") ? true : false
        string(body.a.f) + "x" == "1.5x"
        "n=" + string(int(body.a.n)) == "n=3"
        int(body.a.n) + 1 == 4
        int(body.a.n) % 2 == 1
        double(int(body.a.n)) == body.a.n
        body.a.n == body.a.n
        body.a == body.a
        body.a != body.obj
        body.a.n != 4
        body.s != 1
        body.one != null
        [1, null][1] == null
        {"a": null}.a == null
        [1, 2.0] == [1, 2]
        [1, 1.0, 1u] == [1, 1, 1]
        true in [true]
        (body.a.n) == 3
        ((((body.a.n)))) == 3
        has(body.`a-b`)
        double("NaN") != double("NaN")
        double("Inf") > 1.0
        double("-inf") < 1.0
        double("infinity") > 1.0
        double("+Inf") > 1.0
        double(".5") == 0.5
        double("5.") == 5.0
        string(123456.5) == "123456.5"
        string(999999.5) == "999999.5"
        string(1e5) == "100000"
        string(0.1) == "0.1"
        string(1e-7) == "1e-07"
        string(1.7976931348623157e308) == "1.7976931348623157e+308"
        string(5e-324) == "5e-324"
        body.obj == {} && body.empty == []
        {"a": [1, {"b": body.one}]} == {"a": [1.0, {"b": 1u}]}
        body.list in [[1,2,3]]
        body.list.map(i, string(i)) == ["1","2","3"]
        body.items.map(i, has(i.name) ? i.name : "none") == ["one","four","none"]
        body.items.exists(i, i.n == 4 && i.name.startsWith("f"))
        body.items.all(i, type(i) == map)
        body.list.map(x, [x]).map(y, y[0]) == [1,2,3]
        body.list.map(x, body.list.filter(y, y >= x).size()) == [3, 2, 1]
        [body.one, body.zero].exists(v, v == 0)
        [3, 2].map(x, x > 2 ? "big" : "small") == ["big", "small"]
        dyn([1, "a"]) == [1, "a"]
        dyn({"a": 1}).a == 1
        dyn("a") + "b" == "ab"
        (body.one == 1 ? "a" : "b") == "a"
        type(body.one == 1) == bool
        size(body.s + body.status) == 7
        size([1] + body.list) == 4
        "%d" == "%d"
        '"' == "\""
        "\a\b\f\n\r\t\v" == "\x07\x08\x0c\x0a\x0d\x09\x0b"
        "\`" == "`"
        "\?" == "?"
        true&&true
        1==1
        1 ==1||false
        body.a.n==3?true:false
        body.list.exists(i,i==2)
        b"a" < b"b"
        {"a": 1, "b": 2}.exists(k, k == "b")
        {"a": 1, "b": 2}.map(k, k).size() == 2
        {1: "a", 2u: "b", true: "c", "d": "e"}[2] == "b"
        {1: "a"}[dyn(1.0)] == "a"
        body.a.n in {3: true}
        body.a.b in {"x": 1}
        int == int
        type(int) == type(string)
        list == list
        map == type({})
        list == type([1])
        null_type == type(null)
        bytes == type(b"")
        body.size() == 20
        body.a.size() > 0
        matches("abc", "b")
        "abc".matches("b") && matches("abc", "^a")
        "abc".size() == size("abc")
        """#)

    /// False of it.
    static let fail = lines(
        #"""
        body.a.b == 'y'
        body.a.missing == 1 && false
        false && body.a.missing
        has(body.a.missing)
        has(body.s.x)
        body.a.b == null
        body.items.exists(i, i.n > 4)
        body.items.all(i, i.n > 1)
        body.items.exists_one(i, i.n > 1)
        body.items.all(i, has(i.name))
        body.list == [3, 2, 1]
        4 in body.list
        "zz" in body
        "a" in body.a
        1 in body
        {"a": 1, "b": "c"}.b == 1
        body.s.startsWith("Hello World")
        body.s.matches("h")
        !body.a.t
        !!!true
        dyn(1) == "1"
        [] == [1]
        [1, "a"][0] == "a"
        "a" < "B"
        double("nan") == double("nan")
        double("NaN") < 1.0
        string(1e6) == "1000000"
        string(1e20) == "100000000000000000000"
        string(123456789.0) == "123456789"
        string(1234567.5) == "1234567.5"
        type(body.one) == int
        type(1) == type("a")
        body.one && false
        body.list.exists(i, i == "a")
        body.empty.exists(i, true)
        body.empty.exists_one(i, true)
        [1,"a"].all(x, x == "a")
        has(body.a.package)
        dyn(9007199254740993) > 9007199254740992.0
        body.status in ["down"]
        body.items.exists_one(i, i.name == "one" || true)
        [] == ["a"]
        {} == {"a": 1}
        [[]] == [[1]]
        has(body.one.x)
        has(body.a.z.x)
        has(body.a.t.x)
        has(body.a.e.x)
        has(body.list[0].x)
        has(body.`zz`)
        double("NaN") > 1.0
        double("NaN") >= 1.0
        double("NaN") <= 1.0
        double("NaN") == double("NaN")
        1.0 < double("NaN")
        dyn(1) < double("NaN")
        true < false
        int == string
        """#)

    /// Without a value for it.
    static let unclear = lines(
        #"""
        body.a.n + 1 == 4
        body.a.missing == 1
        has(body.missing.x)
        body.items.exists(i, i.name == "nope")
        body.items.all(i, i.name != "")
        body.items.exists_one(i, i.name == "one")
        body.list.map(i, i * 2) == [2, 4, 6]
        body.list[3] == 1
        body.list[-1] == 1
        body.list[body.a.f] == 2
        body.list["0"] == 1
        body[1] == 5
        {"a": 1}["b"] == 1
        size(body.one) == 1
        size(body.a.z) == 0
        body.s.matches("(" + body.s)
        body.one.startsWith("1")
        !body.s
        -body.s == 1
        9223372036854775807 + 1 == 0
        -9223372036854775808 - 1 == 0
        -(-9223372036854775808) == 0
        -9223372036854775808 / -1 == 0
        -9223372036854775808 % -1 == 0
        18446744073709551615u + 1u == 0u
        0u - 1u == 0u
        dyn(1) < "a"
        body.one < "a"
        5 % 0 == 1
        5 / 0 == 1
        body.one % 2 == 1
        body.a.n * 2 == 6
        int(" 5") == 5
        int("5.0") == 5
        int("0x10") == 16
        int("1_000") == 1000
        int(1e19) == 1
        int(9.223372036854775807e18) == 1
        int(18446744073709551615u) == 1
        int(body.s) == 5
        int(body.a.t) == 1
        uint("+5") == 5u
        uint("-5") == 5u
        uint(-1) == 5u
        uint(-0.5) == 0u
        uint(-1.0) == 0u
        double("1e400") > 1.0
        double("abc") == 1.0
        string(body.list) == "1"
        bool("yes")
        true ? 1 : 2
        body.a.missing ? true : true
        body.s ? true : true
        1
        "a"
        body.a
        body.list
        null
        true && body.one
        body.items[5].n == 1
        body.items.n == 3
        body.list.exists(i, i)
        body.mixed.all(i, i > 0)
        body.mixed.exists(i, i > 3)
        body.mixed.exists_one(i, i > 2)
        body.mixed.filter(i, i > 2).size() == 1
        body.s.all(c, true)
        body.one.exists(c, true)
        body.a.package == 1
        [1, 2, 3][dyn(1.5)] == 2
        body.s[0] == "H"
        "x" in body.a.b
        body.list.exists_one(i, i.x)
        has(body.list.x)
        body.`a b` == 1
        double("") == 0.0
        double(" 1") == 1.0
        int("") == 0
        int("-") == 0
        int("9223372036854775808") == 0
        int(9.3e18) == 1
        int(-9.223372036854775808e18) == 1
        int(double("NaN")) == 1
        uint(double("NaN")) == 1u
        uint(1.8446744073709552e19) == 1u
        string(123456.5)
        string(b"\xff") == "a"
        body.one.a.b == 1
        body.s.a == 1
        body.list.a == 1
        body.a.z.a == 1
        dyn("a") + dyn(1) == "ab"
        body.list + body.s == 1
        -body.list == 1
        dyn(true) < dyn(1)
        dyn("a") < dyn(b"a")
        body.t.exists(x, true)
        body.a.t.exists(x, true)
        body.a.z.exists(x, true)
        body.size == 1
        body["size"] == 1
        """#)

    /// No expressions at all.
    static let refused = lines(
        #"""
        has(body)
        has(body.a["b"])
        1 == null
        "a" == null
        [] == null
        body.items.existsOne(i, i.n == 4)
        body.list.map(i, i * 2.0) == [2, 4, 6]
        body.a-b == 5
        1 in ["a"]
        1u in {1: 2}
        1.0 in {1: 2}
        {1: 'x'}[1u] == 'x'
        {"a": 1} == {"a": 1.0}
        size(5) == 1
        startsWith(body.s, "H")
        body.s.startsWith(1)
        9223372036854775808 == 1
        1u == 1
        1.0 == 1
        1 == 1.0
        1 == "1"
        [1] == [1.0]
        [1] == ["a"]
        1 < 2.0
        1 < 2u
        [1] < [2]
        5.0 % 2.0 == 1.0
        "a" + 1 == "a1"
        body.s + 1 == "a"
        int(true) == 1
        string([1]) == "[1]"
        bool(1)
        type(1) == "int"
        body.a.t ? 1 : "a"
        1 ? true : false
        foo
        foo == 1
        foo(1)
        body.foo(1)
        size()
        size(1, 2)
        body.a ==
        == 1
        body..a
        body.a.
        (1 == 1
        [1, 2
        size([1],) == 1
        {a: 1} == 1
        body.a == 1 body.b == 2
        body.a = 1
        body.a & 1
        body.a @ 1
        1 < 2 < 3
        true && 1
        1 || true
        "a" == "a" # comment
        "\d" == "d"
        "\ud800" == "a"
        "\400" == "a"
        'it''s' == "it"
        rb"\n" == b"\\n"
        0X1F == 31
        5. == 5.0
        1e400 == 1.0
        [1].exists(i, i)
        "abc".all(c, true)
        1.all(i, true)
        [1,2].exists(x.y, true)
        [1,2].exists(1, true)
        [1,2].exists(x)
        [1,2].exists(x, true, true)
        [1,2].all(x, x == "a")
        all([1], x, true)
        body.a.in == 1
        package == 1
        in == 1
        body.a.true == 1
        google.protobuf.Duration{seconds: 1} == 1
        body.?a == 1
        body[?"a"] == 1
        [?1] == 1
        optional.of(1) == 1
        9007199254740993 == 9007199254740992.0
        [1, 2, 3][1u] == 2
        [1, 2, 3][1.0] == 2
        [1, 2, 3]["a"] == 2
        "abc"[0] == "a"
        1 in [1.0]
        "a".contains(b"a")
        body.list.contains(1)
        1 != "a"
        [] + [1] == ["a"]
        [null] == [1]
        {"a": null} == {"a": 1}
        true == 1
        true == "true"
        `a` == 1
        body.`` == 1
        [1,2] in [[1.0,2.0]]
        [3, 2].map(x, x > 2 ? "big" : 1) == ["big", 1]
        "\x4" == "a"
        "\u12" == "a"
        "\8" == "8"
        b"\u00e9" == b"e"
        body.list.all(i, i > 0, true)
        body.items.map(i, i.n > 1, i.n, 3)
        has(body.a, body.b)
        has()
        body.has(a)
        string("a", "b") == "a"
        1 in 2
        1 in "a"
        body.s in "Hello"
        -"a" == 1
        !1
        -1u == 1
        1 + 1u == 2
        1 - 1.0 == 0
        "a" - "a" == ""
        [1] - [1] == []
        {"a": 1}[1] == 1
        type(dyn) == type
        dyn == 1
        duration == type(1)
        size == 1
        contains("abc", "b")
        int.size() == 1
        (1).size() == 1
        1 .size() == 1
        1.5.size() == 1
        """#)

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
