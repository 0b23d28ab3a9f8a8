import Diagnosis

extension PageWords {
    static let chinese = PageWords(
        title: "报告 WhatsApp 故障",
        introduction: "WhatsApp 用不了？请在这里告诉我们。如果许多人报告同样的问题，负责人员马上就能知道。",
        languages: "语言",
        required: "必填",
        optional: "选填",
        symptomQuestion: "出了什么问题？",
        symptoms: [
            .cannotSend: "消息发不出去",
            .cannotReceive: "收不到消息",
            .delayed: "消息很晚才送达",
            .cannotConnect: "WhatsApp 连接不上",
            .media: "图片、视频或语音消息无法加载或发送",
            .calls: "通话无法接通或中途断开",
            .linking: "WhatsApp 网页版或关联设备无法使用",
            .businessAPI: "WhatsApp Business 平台（API）出错",
            .other: "其他问题",
        ],
        regionQuestion: "您在哪里？",
        clientQuestion: "您使用什么？",
        clients: [
            .android: "安卓手机", .ios: "iPhone", .web: "WhatsApp 网页版", .desktop: "电脑上的应用",
            .api: "WhatsApp Business 平台（API）", .other: "其他",
        ],
        notSaid: "不想说明",
        severityQuestion: "影响有多大？",
        severities: ["几乎察觉不到", "有些不便", "有影响", "影响很大", "完全无法使用"],
        solvedQuestion: "现在恢复了吗？",
        solved: "是的，已经恢复",
        unsolved: "还没有",
        send: "提交报告",
        privacyTitle: "我们保留哪些信息",
        privacy: [
            "我们只统计您在这里选择的内容，不询问姓名、电话号码或消息内容。本页没有可以填写文字的地方，因为文字不会被保留。",
            "为了让每个人只计一次，我们用一个代码代替您的网络地址。生成代码的密钥每天都会销毁，此后任何人（包括我们）都无法得知它代表谁。地址本身不会被保存。",
            "本页不使用 Cookie，也不运行脚本。",
        ],
        problem: "出现问题",
        problemPrefix: "出现问题：",
        symptomMissing: "请选择出了什么问题",
        ticketExpired: "页面打开的时间太长，或者您的网络有变化。报告还没有提交，请再提交一次。",
        notReadable: "无法读取提交的内容，请重新选择后再提交一次。",
        notStored: "您的报告未能保存，没有计入。请过一分钟再提交一次。",
        tooMany: { seconds in "来自您的网络的报告太多，请在 \(seconds) 秒后再提交一次。" },
        thanks: "谢谢，您的报告已计入",
        thanksForAnswer: "谢谢您告诉我们",
        alreadyCounted: "谢谢，您已经报告过这个问题",
        others: { people, minutes in
            people <= 1
                ? "您是过去 \(minutes) 分钟内第一个报告这个问题的人。"
                : "过去 \(minutes) 分钟内已有 \(people) 人报告这个问题，包括您在内。"
        },
        comeBack: "恢复正常后，请回到本页告诉我们：知道故障何时结束很有帮助。",
        another: "报告其他问题")
}
