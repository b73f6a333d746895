<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Save support bundle…</source>
        <translation>保存支持包…</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Versions, settings, logs and the last states, in one file. No keys, tokens or passwords. Nothing is sent.</source>
        <translation>把版本、设置、日志和最近的状态存入一个文件，不含推流码、令牌和密码。不会发送任何内容。</translation>
    </message>
    <message>
        <source>For whoever helps you</source>
        <translation>交给帮助你的人</translation>
    </message>
    <message>
        <source>Rules of the server in use</source>
        <translation>当前服务器的规则</translation>
    </message>
    <message>
        <source>The window answers.</source>
        <translation>窗口响应正常。</translation>
    </message>
    <message>
        <source>The window answered within {ms} ms at worst since it was started.</source>
        <translation>启动以来，窗口最慢 {ms} 毫秒内响应。</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) it was slow; the log says where.</source>
        <translation>
            <numerusform>有 %n 次响应缓慢，详情见日志。</numerusform>
        </translation>
    </message>
    <message>
        <source>They are shown as soon as the server answers.</source>
        <translation>服务器应答后显示。</translation>
    </message>
    <message>
        <source>Only its admin can change them.</source>
        <translation>只有管理员可以更改。</translation>
    </message>
    <message>
        <source>heartbeats</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>callbacks</source>
        <translation>回调</translation>
    </message>
    <message>
        <source>polls</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>every {s} s, off the list after {n} missed</source>
        <translation>每 {s} 秒一次，错过 {n} 次后移出列表</translation>
    </message>
    <message>
        <source>every {s} s, off the list after {n} without a picture</source>
        <translation>每 {s} 秒一次，连续 {n} 次无画面后移出列表</translation>
    </message>
    <message>
        <source>{s} s after the picture stops</source>
        <translation>画面停止后 {s} 秒</translation>
    </message>
    <message>
        <source>Server version</source>
        <translation>服务器版本</translation>
    </message>
    <message>
        <source>Media server</source>
        <translation>媒体服务器</translation>
    </message>
    <message>
        <source>Listens to</source>
        <translation>判定依据</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Heartbeats</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Polls</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Grace</source>
        <translation>宽限</translation>
    </message>
    <message>
        <source>LiveDesk is free software under the MIT licence. It is made with:</source>
        <translation>LiveDesk 是采用 MIT 许可证的自由软件，使用了：</translation>
    </message>
</context>
<context>
    <name>AddServerSheet</name>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>New connect string</source>
        <translation>新的连接串</translation>
    </message>
    <message>
        <source>For real audiences. Your admin gives you one line of text to paste.</source>
        <translation>面向真实观众。管理员会给你一行文字，粘贴即可。</translation>
    </message>
    <message>
        <source>“{name}” gets the token in it.</source>
        <translation>“{name}”将改用其中的令牌。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>as the address</source>
        <translation>与地址相同</translation>
    </message>
    <message>
        <source>Name, as you call it</source>
        <translation>名称（随你命名）</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Add it anyway</source>
        <translation>仍然添加</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
</context>
<context>
    <name>AddressRow</name>
    <message>
        <source>Copy: {name}</source>
        <translation>复制：{name}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Put this notice away</source>
        <translation>收起此提示</translation>
    </message>
    <message>
        <source>Take over here</source>
        <translation>在此接管</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>Start streaming</source>
        <translation>开始推流</translation>
    </message>
    <message>
        <source>What does OBS say?</source>
        <translation>OBS 提示了什么？</translation>
    </message>
</context>
<context>
    <name>BeforeCard</name>
    <message>
        <source>Your next broadcast can be made from one that you had. Here they will be.</source>
        <translation>以前的直播会列在这里，可直接用来创建下一场。</translation>
    </message>
    <message>
        <source>Same as before</source>
        <translation>和之前一样</translation>
    </message>
    <message>
        <source>Use “{title}” again</source>
        <translation>再次使用“{title}”</translation>
    </message>
</context>
<context>
    <name>BroadcastCard</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit the title</source>
        <translation>编辑标题</translation>
    </message>
    <message>
        <source>Copy the live code</source>
        <translation>复制直播码</translation>
    </message>
    <message>
        <source>Renew the live code</source>
        <translation>为直播码续期</translation>
    </message>
    <message>
        <source>Show the address for a phone or ffmpeg</source>
        <translation>显示用于手机或 ffmpeg 的地址</translation>
    </message>
    <message>
        <source>Rehearse first</source>
        <translation>先彩排</translation>
    </message>
    <message>
        <source>End…</source>
        <translation>结束…</translation>
    </message>
    <message>
        <source>phone encoder, ffmpeg</source>
        <translation>手机推流、ffmpeg 命令</translation>
    </message>
    <message>
        <source>Live code</source>
        <translation>直播码</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Rehearse</source>
        <translation>先彩排</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>In the live list now</source>
        <translation>已在直播列表中</translation>
    </message>
    <message>
        <source>Listed when you go on air</source>
        <translation>开播后出现在直播列表</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>还剩 {time}</translation>
    </message>
    <message>
        <source>Check first, go on air by hand</source>
        <translation>画面就绪后手动开播</translation>
    </message>
    <message>
        <source>Cover; choose, drop or paste another picture</source>
        <translation>封面；可选择、拖入或粘贴另一张图片</translation>
    </message>
    <message>
        <source>On air with the first picture</source>
        <translation>有画面即自动开播</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>Renewed. What OBS already has stays good until {time}.</source>
        <translation>已续期。OBS 里现有的推流码在{time} 之前仍有效。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>CheckSheet</name>
    <message>
        <source>Check my settings</source>
        <translation>检查我的设置</translation>
    </message>
    <message>
        <source>Is the way open, from this computer to your viewers?</source>
        <translation>从这台电脑到观众，一路是否畅通？</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Paste an address…</source>
        <translation>粘贴地址…</translation>
    </message>
    <message>
        <source>What does OBS say?</source>
        <translation>OBS 提示了什么？</translation>
    </message>
    <message>
        <source>Checking… {n} of {all}</source>
        <translation>正在检查… {n}/{all}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) keep you from a good show.</source>
        <translation>
            <numerusform>有 %n 处问题会影响直播。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The way is open. %n thing(s) to know.</source>
        <translation>
            <numerusform>线路畅通，另有 %n 处提醒。</numerusform>
        </translation>
    </message>
    <message>
        <source>The way is open. All is well.</source>
        <translation>一切正常，可以开播。</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>You are on air.</source>
        <translation>你正在直播。</translation>
    </message>
    <message>
        <source>Your broadcast is interrupted.</source>
        <translation>直播已中断。</translation>
    </message>
    <message>
        <source>You are off the live list, but your broadcast is not over.</source>
        <translation>你已不在直播列表中，但这场直播还没有结束。</translation>
    </message>
    <message>
        <source>The server is away, and your broadcast is not over.</source>
        <translation>服务器无响应，这场直播还没有结束。</translation>
    </message>
    <message>
        <source>LiveDesk can go on in the tray and keep you in the live list. If it is closed, the list drops you after a few minutes; you can open it again before that.</source>
        <translation>LiveDesk 可以在托盘中继续运行，让你留在直播列表中。如果关闭，几分钟后你会从列表移除；在那之前可以重新打开。</translation>
    </message>
    <message>
        <source>Without this window the live list drops you after a few minutes. You can open LiveDesk again before that and go on.</source>
        <translation>关闭此窗口几分钟后，你将从直播列表移除。在此之前可以重新打开 LiveDesk 继续直播。</translation>
    </message>
    <message>
        <source>LiveDesk can wait in the tray: when the picture is back, the same broadcast goes on. If it is closed, you can open it again and go on until your live code ends.</source>
        <translation>LiveDesk 可以在托盘中等待：画面恢复后，同一场直播会继续。关闭后，在直播码失效前重新打开仍可继续。</translation>
    </message>
    <message>
        <source>You can open LiveDesk again and go on with the same broadcast until your live code ends.</source>
        <translation>在直播码失效前，重新打开 LiveDesk 即可继续同一场直播。</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>继续直播</translation>
    </message>
    <message>
        <source>End and close</source>
        <translation>结束并关闭</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>在托盘中继续运行</translation>
    </message>
    <message>
        <source>Close only</source>
        <translation>仅关闭窗口</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>The settings that were here before were damaged. They are kept as {file}.</source>
        <translation>原来的设置文件已损坏，已另存为 {file}。</translation>
    </message>
    <message>
        <source>Another LiveDesk window has that server open; it is shown now.</source>
        <translation>另一个 LiveDesk 窗口正在使用该服务器，已将其显示。</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n gap(s), {time}</source>
        <translation>
            <numerusform>%n 次中断，共 {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n publisher(s)</source>
        <translation>
            <numerusform>%n 个推流端在线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) in a row</source>
        <translation>
            <numerusform>连续 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CoverField</name>
    <message>
        <source>Cover; drop or paste a picture</source>
        <translation>封面；可拖入或粘贴图片</translation>
    </message>
    <message>
        <source>Choose file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a picture file for the cover</source>
        <translation>选择封面图片文件</translation>
    </message>
    <message>
        <source>No cover</source>
        <translation>不用封面</translation>
    </message>
    <message>
        <source>Or drop or paste a picture. It is cut to 16:9; you can also take one from the preview later.</source>
        <translation>也可以拖入或粘贴图片。会裁剪为 16:9；稍后还可以从预览中截取。</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
</context>
<context>
    <name>CoverRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send the cover no further</source>
        <translation>停止上传封面</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新上传</translation>
    </message>
    <message>
        <source>Send the cover again</source>
        <translation>重新上传封面</translation>
    </message>
    <message>
        <source>Sending the cover…</source>
        <translation>正在上传封面…</translation>
    </message>
    <message>
        <source>The cover is sent. The server looks at it…</source>
        <translation>封面已上传，服务器正在检查…</translation>
    </message>
    <message>
        <source>Sending the cover: {percent} % of {size}</source>
        <translation>正在上传封面：{percent}%（共 {size}）</translation>
    </message>
    <message>
        <source>The cover is not there yet. LiveDesk keeps trying.</source>
        <translation>封面还没有上传成功，LiveDesk 会继续重试。</translation>
    </message>
    <message>
        <source>Not sent. The cover before stays.</source>
        <translation>未上传，仍用原来的封面。</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>LiveDesk: a mistake of ours</source>
        <translation>LiveDesk：程序出错</translation>
    </message>
    <message>
        <source>LiveDesk closed by a crash last time.</source>
        <translation>LiveDesk 上次意外崩溃。</translation>
    </message>
    <message>
        <source>Something in LiveDesk went wrong.</source>
        <translation>LiveDesk 出了点问题。</translation>
    </message>
    <message>
        <source>A broadcast that was on air can be resumed on the first page.</source>
        <translation>正在进行的直播可以在首页继续。</translation>
    </message>
    <message>
        <source>You are still on air, and OBS still streams. Go on working.</source>
        <translation>直播没有中断，OBS 仍在推流，请继续。</translation>
    </message>
    <message>
        <source>Go on working. If something stays odd, start LiveDesk again.</source>
        <translation>可以继续使用。如果仍有异常，请重新启动 LiveDesk。</translation>
    </message>
    <message>
        <source>Below is what happened, without keys and tokens. Nothing is sent: give it to who looks after LiveDesk for you.</source>
        <translation>以下是经过，不含推流码和令牌。不会自动发送：请交给为你维护 LiveDesk 的人。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
</context>
<context>
    <name>CreateForm</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>What is it about?</source>
        <translation>这场直播讲什么？</translation>
    </message>
    <message>
        <source>Own suffix</source>
        <translation>自定义后缀</translation>
    </message>
    <message>
        <source>made for you</source>
        <translation>自动生成</translation>
    </message>
    <message>
        <source>Only the title is needed. The rest is as you left it last time.</source>
        <translation>只需填写标题，其余沿用上次的设置。</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 小时</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 周</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>Rehearse first: check the picture, then go on air by hand</source>
        <translation>先彩排：检查画面后再手动开播</translation>
    </message>
    <message>
        <source>Create live code</source>
        <translation>创建直播码</translation>
    </message>
    <message>
        <source>Nobody sees you yet.</source>
        <translation>现在还没有人能看到你。</translation>
    </message>
    <message>
        <source>New broadcast</source>
        <translation>新直播</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Another host has this one. Try “{suffix}”.</source>
        <translation>已被其他主播使用。试试 {suffix}</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>至{time}</translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>正在创建…</translation>
    </message>
    <message>
        <source>The suffix is too long: {n} characters at most.</source>
        <translation>后缀太长：最多 {n} 个字符。</translation>
    </message>
    <message>
        <source>Letters, digits, _ and - only. Try “{suffix}”.</source>
        <translation>只能用字母、数字、_ 和 -。试试 {suffix}</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>There is no address in this. Copy the two lines below into OBS.</source>
        <translation>这里面没有地址。请把下面两行复制到 OBS。</translation>
    </message>
    <message>
        <source>This is your token for the server, not a push address. Keep it to yourself: who has it is you.</source>
        <translation>这是你登录服务器的令牌，不是推流地址。请勿外传：拿到它的人就能冒充你。</translation>
    </message>
    <message>
        <source>This is the page for viewers. OBS needs the push address: use the two lines below.</source>
        <translation>这是观众的观看页面。OBS 需要的是推流地址，请用下面两行。</translation>
    </message>
    <message>
        <source>This is an address to watch, not to send to. Use the two lines below.</source>
        <translation>这是观看地址，不能用来推流。请用下面两行。</translation>
    </message>
    <message>
        <source>It begins with {protocol}://, and this server takes rtmp. Use the two lines below.</source>
        <translation>它以 {protocol}:// 开头，而这个服务器用的是 rtmp。请用下面两行。</translation>
    </message>
    <message>
        <source>It begins with http, and OBS sends by rtmp. Write rtmp:// instead.</source>
        <translation>它以 http 开头，而 OBS 用 rtmp 推流。请改成 rtmp://。</translation>
    </message>
    <message>
        <source>It belongs to another live code. Your broadcast now is {right}.</source>
        <translation>它属于另一个直播码。你现在的直播是 {right}。</translation>
    </message>
    <message>
        <source>It expired {ago} ago. Renew the live code, then copy both lines again.</source>
        <translation>它已在 {ago}前过期。请续期，然后重新复制两行。</translation>
    </message>
    <message>
        <source>Its time (txTime) is no time: eight digits 0–9 A–F are meant. Copy the key again.</source>
        <translation>其中的时间（txTime）不对：应为八位 0–9、A–F。请重新复制推流码。</translation>
    </message>
    <message>
        <source>This is an older key (·{pasted}). The one that counts now is ·{right}: copy it again.</source>
        <translation>这是旧的推流码（·{pasted}）。现在有效的是 ·{right}，请重新复制。</translation>
    </message>
    <message>
        <source>The key is not whole: its end is missing. Copy it with the button, not by hand.</source>
        <translation>推流码不完整，缺了末尾。请用按钮复制，不要手动选取。</translation>
    </message>
    <message>
        <source>The key stops before its signature (txSecret). Copy the whole key.</source>
        <translation>推流码缺少签名（txSecret）。请复制完整的推流码。</translation>
    </message>
    <message>
        <source>A piece of the key was changed. Copy it again with the button.</source>
        <translation>推流码有一处被改动。请用按钮重新复制。</translation>
    </message>
    <message>
        <source>It leads to {host}. Your server is {right}.</source>
        <translation>它指向 {host}。你的服务器是 {right}。</translation>
    </message>
    <message>
        <source>It names port {port}. Your server listens on {right}.</source>
        <translation>它用的是端口 {port}。你的服务器监听 {right}。</translation>
    </message>
    <message>
        <source>It begins with {scheme}://. Your server wants {right}://.</source>
        <translation>它以 {scheme}:// 开头。你的服务器需要 {right}://。</translation>
    </message>
    <message>
        <source>After the host it says “{app}”. It has to be “{right}”.</source>
        <translation>主机名后面是“{app}”，应为“{right}”。</translation>
    </message>
    <message>
        <source>The part after the host is missing. The line Server ends with it: copy it again.</source>
        <translation>缺少主机名后面的部分。“服务器”一行以它结尾，请重新复制。</translation>
    </message>
    <message>
        <source>The key is in the field Server. Move it to Stream Key: OBS writes Server into its log.</source>
        <translation>推流码填在了“服务器”里。请移到“推流码”：OBS 会把“服务器”写进日志。</translation>
    </message>
    <message>
        <source>The whole address is in the field Stream Key. Only its last part belongs there.</source>
        <translation>整个地址都填在了“推流码”里。那里只应填最后一段。</translation>
    </message>
    <message>
        <source>Large and small letters were changed, and they count. Copy it again with the button.</source>
        <translation>大小写被改动了，而大小写是有区别的。请用按钮重新复制。</translation>
    </message>
    <message>
        <source>There is a line break in the middle of it. Copy the two lines one by one.</source>
        <translation>中间有换行。请逐行复制两行。</translation>
    </message>
    <message>
        <source>There is a space in the middle of it. Take it out.</source>
        <translation>中间有空格。请删去。</translation>
    </message>
    <message>
        <source>Some signs are full-width (：／？). Type them with an English keyboard, or copy it again.</source>
        <translation>有些符号是全角（：／？）。请切换到英文输入，或重新复制。</translation>
    </message>
    <message>
        <source>There are characters in it that cannot be seen, as web pages and chats add them. Copy it again.</source>
        <translation>里面有看不见的字符，网页和聊天软件会带上它们。请重新复制。</translation>
    </message>
    <message>
        <source>It was copied from a web page’s source: “&amp;amp;” has to be “&amp;”.</source>
        <translation>它是从网页源码复制的：“&amp;amp;”应为“&amp;”。</translation>
    </message>
    <message>
        <source>Its signs were turned into %3A and the like. Copy it again as plain text.</source>
        <translation>符号变成了 %3A 之类的编码。请以纯文本重新复制。</translation>
    </message>
    <message>
        <source>rtmp:// is in it twice. Leave one.</source>
        <translation>rtmp:// 出现了两次。只保留一个。</translation>
    </message>
    <message>
        <source>There is one slash too many in it. Leave one.</source>
        <translation>多了一个斜杠。只保留一个。</translation>
    </message>
    <message>
        <source>The quotation marks round it do not belong to it.</source>
        <translation>两边的引号不属于地址。</translation>
    </message>
    <message>
        <source>OBS wants it in two fields: take the two lines below.</source>
        <translation>OBS 要分两栏填写：请用下面两行。</translation>
    </message>
    <message>
        <source>The first line goes into Server, the second into Stream Key.</source>
        <translation>第一行填“服务器”，第二行填“推流码”。</translation>
    </message>
    <message>
        <source>This is the line for Server. The Stream Key is still missing.</source>
        <translation>这是“服务器”一行，还缺“推流码”。</translation>
    </message>
    <message>
        <source>This is the line for Stream Key. The Server is still missing.</source>
        <translation>这是“推流码”一行，还缺“服务器”。</translation>
    </message>
    <message>
        <source>It belongs to the live code {code}. Your broadcast now is {right}.</source>
        <translation>它属于直播码 {code}。你现在的直播是 {right}。</translation>
    </message>
    <message>
        <source>A whole push address</source>
        <translation>一个完整的推流地址</translation>
    </message>
    <message>
        <source>The line for Server</source>
        <translation>“服务器”一行</translation>
    </message>
    <message>
        <source>The line for Stream Key</source>
        <translation>“推流码”一行</translation>
    </message>
    <message>
        <source>Both lines for OBS</source>
        <translation>OBS 的两行</translation>
    </message>
    <message>
        <source>A token for the server</source>
        <translation>服务器令牌</translation>
    </message>
    <message>
        <source>No address</source>
        <translation>没有地址</translation>
    </message>
    <message>
        <source>from a command</source>
        <translation>来自命令</translation>
    </message>
    <message>
        <source>from OBS’s log</source>
        <translation>来自 OBS 日志</translation>
    </message>
    <message>
        <source>from a message</source>
        <translation>来自一段文字</translation>
    </message>
    <message>
        <source>{what}, {where}</source>
        <translation>{what}，{where}</translation>
    </message>
</context>
<context>
    <name>DoctorDesk</name>
    <message>
        <source>This computer is in no network. Connect it, then try again.</source>
        <translation>这台电脑没有连接网络。请连接后再试。</translation>
    </message>
    <message>
        <source>Open the date and time settings of this computer by hand.</source>
        <translation>请手动打开这台电脑的日期和时间设置。</translation>
    </message>
    <message>
        <source>Copied. It leaves the clipboard in 60 s.</source>
        <translation>已复制，60 秒后从剪贴板清除。</translation>
    </message>
</context>
<context>
    <name>DoctorSheet</name>
    <message>
        <source>Paste an address</source>
        <translation>粘贴地址</translation>
    </message>
    <message>
        <source>From OBS, a chat, a log or a command. It stays on this computer.</source>
        <translation>来自 OBS、聊天、日志或命令都可以。内容不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Paste an address here</source>
        <translation>在此粘贴地址</translation>
    </message>
    <message>
        <source>Press Ctrl+V here. Whatever stands round the address may be pasted too.</source>
        <translation>在此按 Ctrl+V。地址前后的文字也可以一起粘贴。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Stream Key</source>
        <translation>推流码</translation>
    </message>
    <message>
        <source>Copy the server</source>
        <translation>复制服务器</translation>
    </message>
    <message>
        <source>Copy the stream key</source>
        <translation>复制推流码</translation>
    </message>
    <message>
        <source>{what}, key ·{mark}</source>
        <translation>{what}，推流码 ·{mark}</translation>
    </message>
    <message>
        <source>{what}. It is right for this broadcast.</source>
        <translation>{what}。与本场直播一致。</translation>
    </message>
    <message>
        <source>The two right lines for this broadcast</source>
        <translation>本场直播正确的两行</translation>
    </message>
    <message>
        <source>The same, split for OBS</source>
        <translation>同一地址，按 OBS 的两栏拆开</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}。</translation>
    </message>
</context>
<context>
    <name>DropCover</name>
    <message>
        <source>Choose a cover</source>
        <translation>选择封面</translation>
    </message>
    <message>
        <source>Pictures ({endings})</source>
        <translation>图片 ({endings})</translation>
    </message>
</context>
<context>
    <name>EndQuestion</name>
    <message>
        <source>End the broadcast for everyone?</source>
        <translation>为所有观众结束直播？</translation>
    </message>
    <message>
        <source>End this broadcast before it began?</source>
        <translation>还没开播就结束这场直播？</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>结束后无法恢复。</translation>
    </message>
    <message numerus="yes">
        <source>%n are watching. This cannot be undone.</source>
        <translation>
            <numerusform>%n 人正在观看，结束后无法恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>继续直播</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>立即结束</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>off</source>
        <translation>未启用</translation>
    </message>
    <message>
        <source>not counted by this server</source>
        <translation>此服务器不使用心跳</translation>
    </message>
    <message>
        <source>the first is on its way</source>
        <translation>首次心跳发送中</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>尚无应答</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>last answer {time}</source>
        <translation>上次应答 {time}</translation>
    </message>
    <message>
        <source>{ms}, next in {time}</source>
        <translation>{ms}，{time}后再发</translation>
    </message>
    <message>
        <source>not sent by the media server</source>
        <translation>媒体服务器不发送回调</translation>
    </message>
    <message>
        <source>none has come yet</source>
        <translation>还没有收到</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <translation>{time} 已结束</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>began {time}</source>
        <translation>{time} 开始</translation>
    </message>
    <message>
        <source>a publisher is connected</source>
        <translation>有推流端在线</translation>
    </message>
    <message>
        <source>session {id}</source>
        <translation>会话 {id}</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <translation>尚未收到信号</translation>
    </message>
    <message>
        <source>publishing</source>
        <translation>正在推流</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>{time} 起</translation>
    </message>
    <message>
        <source>the media server is not asked</source>
        <translation>不查询媒体服务器</translation>
    </message>
    <message>
        <source>not publishing</source>
        <translation>没有推流</translation>
    </message>
    <message>
        <source>{n} of {most}, {time} ago</source>
        <translation>第 {n} / {most} 次，{time}前</translation>
    </message>
    <message>
        <source>{time} ago, next in {left}</source>
        <translation>{time}前，下次在 {left}后</translation>
    </message>
    <message>
        <source>Last known</source>
        <translation>最后已知</translation>
    </message>
    <message>
        <source>Why you are on air</source>
        <translation>为什么是“直播中”</translation>
    </message>
    <message>
        <source>Why it says “interrupted”</source>
        <translation>为什么是“中断”</translation>
    </message>
    <message>
        <source>Why you are offline</source>
        <translation>离线的原因</translation>
    </message>
    <message>
        <source>What the server knows</source>
        <translation>服务器掌握的情况</translation>
    </message>
    <message>
        <source>Next look in {time}.</source>
        <translation>{time}后再次判定。</translation>
    </message>
    <message>
        <source>Why is it offline?</source>
        <translation>为什么离线了？</translation>
    </message>
    <message>
        <source>Show the trail</source>
        <translation>查看判定记录</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>as of {time}, {age} ago</source>
        <translation>截至 {time}，{age}前</translation>
    </message>
    <message>
        <source>Grey is old. What comes from this computer is current.</source>
        <translation>灰色为旧数据；来自本机的数据是最新的。</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>回调</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>No picture since {time}</source>
        <translation>{time} 起没有画面</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) since {time}</source>
        <translation>
            <numerusform>{time} 起 %n 次中断</numerusform>
        </translation>
    </message>
    <message>
        <source>One segment, no gaps since {time}</source>
        <translation>{time} 起一段，没有中断</translation>
    </message>
    <message>
        <source>On air since {time}</source>
        <translation>{time} 起直播中</translation>
    </message>
    <message>
        <source>rule {n}</source>
        <translation>规则 {n}</translation>
    </message>
</context>
<context>
    <name>EvidenceLine</name>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>回调</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>查询</translation>
    </message>
</context>
<context>
    <name>FigureRow</name>
    <message>
        <source>Broadcasts</source>
        <translation>直播场次</translation>
    </message>
    <message>
        <source>Most viewers at once</source>
        <translation>最高同时观看</translation>
    </message>
    <message>
        <source>Time on air</source>
        <translation>累计在播</translation>
    </message>
    <message>
        <source>Interrupted in all</source>
        <translation>中断合计</translation>
    </message>
    <message>
        <source>{done} of {all} read</source>
        <translation>已读取 {done} / {all}</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>never</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>FindObs</name>
    <message>
        <source>Find OBS</source>
        <translation>查找 OBS</translation>
    </message>
    <message>
        <source>OBS 28 or later lets LiveDesk do the typing.</source>
        <translation>OBS 28 及以上版本可由 LiveDesk 代为填写。</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>OBS password</source>
        <translation>OBS 密码</translation>
    </message>
    <message>
        <source>the one that is kept, if any</source>
        <translation>留空则使用已保存的密码</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用该密码</translation>
    </message>
    <message>
        <source>To another computer the stream key travels unencrypted: only in a network that you trust.</source>
        <translation>发往另一台电脑时推流码不加密，请只在可信的网络中使用。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>In OBS, once</source>
        <translation>只需在 OBS 中设置一次</translation>
    </message>
    <message>
        <source>Tools → WebSocket Server Settings</source>
        <translation>工具 → WebSocket 服务器设置（旧版：obs-websocket 设置）</translation>
    </message>
    <message>
        <source>Tick “Enable WebSocket server”, then OK</source>
        <translation>勾选“开启 WebSocket 服务器”，然后点“确定”</translation>
    </message>
    <message>
        <source>“Show Connect Info” shows port and password</source>
        <translation>点“显示连接信息”可看到端口和密码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>OBS&apos;s own settings on this computer hold its password.</source>
        <translation>本机的 OBS 设置中保存着它的密码。</translation>
    </message>
    <message>
        <source>Looking for OBS…</source>
        <translation>正在查找 OBS…</translation>
    </message>
    <message>
        <source>A host, and a port from 1 to 65535, as OBS shows them.</source>
        <translation>请按 OBS 显示的填写主机，以及 1 到 65535 之间的端口。</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>created {time}</source>
        <translation>{time} 创建</translation>
    </message>
    <message>
        <source>Never on air</source>
        <translation>从未开播</translation>
    </message>
    <message>
        <source>On air {time}</source>
        <translation>在播 {time}</translation>
    </message>
    <message>
        <source>no longer kept</source>
        <translation>已不再保留</translation>
    </message>
    <message>
        <source>no gaps</source>
        <translation>无中断</translation>
    </message>
    <message>
        <source>ended by you</source>
        <translation>主动结束</translation>
    </message>
    <message>
        <source>by an admin</source>
        <translation>管理员结束</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>did not return</source>
        <translation>没有恢复</translation>
    </message>
    <message>
        <source>at most {count} viewers</source>
        <translation>最多 {count} 人同时观看</translation>
    </message>
    <message>
        <source>{count} likes</source>
        <translation>{count} 个赞</translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Use again</source>
        <translation>再次使用</translation>
    </message>
    <message>
        <source>A new broadcast with this title and cover</source>
        <translation>用此标题和封面新建直播</translation>
    </message>
    <message>
        <source>Show the trail</source>
        <translation>查看判定记录</translation>
    </message>
    <message>
        <source>No picture ever came, so nobody saw it.</source>
        <translation>从未收到画面，没有人看到这场直播。</translation>
    </message>
    <message>
        <source>Reading what the server knows of it.</source>
        <translation>正在读取服务器上的记录。</translation>
    </message>
    <message>
        <source>The server does not keep the details of a broadcast this old.</source>
        <translation>服务器不再保留这么早的直播详情。</translation>
    </message>
    <message>
        <source>The picture came without a gap.</source>
        <translation>画面没有中断。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Recording {n}</source>
        <translation>录像 {n}</translation>
    </message>
</context>
<context>
    <name>HistoryList</name>
    <message>
        <source>Use again</source>
        <translation>再次使用</translation>
    </message>
    <message>
        <source>Show the trail</source>
        <translation>查看判定记录</translation>
    </message>
    <message>
        <source>Copy the live code</source>
        <translation>复制直播码</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Search by title</source>
        <translation>按标题搜索</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>最近 90 天</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>As a table (CSV)…</source>
        <translation>导出为表格（CSV）…</translation>
    </message>
    <message>
        <source>For other programs (JSON)…</source>
        <translation>供其他程序使用（JSON）…</translation>
    </message>
    <message>
        <source>Your broadcasts on {server}</source>
        <translation>你在 {server} 上的直播</translation>
    </message>
    <message>
        <source>The history could not be written: {why}. Choose another folder.</source>
        <translation>历史记录无法写入：{why}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The history was not written: the server does not answer. Export it again when it does.</source>
        <translation>历史记录未导出：服务器没有应答。请在服务器恢复后重新导出。</translation>
    </message>
    <message>
        <source>Nothing matches “{text}”.</source>
        <translation>没有与“{text}”匹配的直播。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Your history is shown as soon as the server answers.</source>
        <translation>服务器应答后将显示历史记录。</translation>
    </message>
    <message>
        <source>Your first broadcast is not over yet. It will appear here when it is.</source>
        <translation>你的第一场直播还没有结束，结束后会显示在这里。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>No broadcast of yours in this time.</source>
        <translation>这段时间内没有你的直播。</translation>
    </message>
    <message>
        <source>Your first broadcast will appear here.</source>
        <translation>第一场直播结束后会显示在这里。</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>开播</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>导出历史记录</translation>
    </message>
</context>
<context>
    <name>KeyCard</name>
    <message>
        <source>Copy the server</source>
        <translation>复制服务器</translation>
    </message>
    <message>
        <source>Copy the stream key</source>
        <translation>复制推流码</translation>
    </message>
    <message>
        <source>Stream Key</source>
        <translation>推流码</translation>
    </message>
    <message>
        <source>This page never shows it.</source>
        <translation>本页面从不显示推流码。</translation>
    </message>
    <message>
        <source>Key was seen…</source>
        <translation>推流码泄露…</translation>
    </message>
</context>
<context>
    <name>LeakSheet</name>
    <message>
        <source>Leak drill</source>
        <translation>推流码泄露处理</translation>
    </message>
    <message>
        <source>For when your stream key was seen on screen or in chat.</source>
        <translation>用于推流码在画面或聊天中被人看到的情况。</translation>
    </message>
    <message>
        <source>What happens, in this order</source>
        <translation>将依次执行</translation>
    </message>
    <message>
        <source>What OBS has now</source>
        <translation>OBS 当前的设置</translation>
    </message>
    <message>
        <source>Copy server and stream key</source>
        <translation>复制服务器和推流码</translation>
    </message>
    <message>
        <source>Copy both</source>
        <translation>两行一起复制</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back to the broadcast</source>
        <translation>返回直播</translation>
    </message>
    <message>
        <source>End and create a new code</source>
        <translation>结束并创建新直播码</translation>
    </message>
    <message>
        <source>Make the old key useless</source>
        <translation>让旧推流码失效</translation>
    </message>
    <message>
        <source>Close; it goes on</source>
        <translation>关闭窗口，处理继续进行</translation>
    </message>
</context>
<context>
    <name>LeakWords</name>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>OBS gets the new key and starts again</source>
        <translation>OBS 换上新推流码并重新推流</translation>
    </message>
    <message>
        <source>no typing needed; OBS is connected</source>
        <translation>OBS 已连接，无需手动填写</translation>
    </message>
    <message>
        <source>OBS gets the new key</source>
        <translation>OBS 换上新推流码</translation>
    </message>
    <message>
        <source>You copy two lines into OBS</source>
        <translation>由你把两行复制到 OBS</translation>
    </message>
    <message>
        <source>OBS is not connected; they are ready to copy then</source>
        <translation>OBS 未连接，届时可一键复制</translation>
    </message>
    <message>
        <source>This broadcast ends</source>
        <translation>结束这场直播</translation>
    </message>
    <message>
        <source>nobody is shown any more what is sent with the old key</source>
        <translation>用旧推流码推来的内容不再给任何人看到</translation>
    </message>
    <message>
        <source>A new live code is made</source>
        <translation>创建新的直播码</translation>
    </message>
    <message>
        <source>same title, another code, another watch page</source>
        <translation>标题不变，直播码和观看页面更换</translation>
    </message>
    <message>
        <source>A new key is made</source>
        <translation>生成新推流码</translation>
    </message>
    <message>
        <source>the one that was seen stops working at once</source>
        <translation>泄露的推流码立即停用</translation>
    </message>
    <message>
        <source>Whoever sends with the old key is dropped</source>
        <translation>断开所有使用旧推流码的推流</translation>
    </message>
    <message>
        <source>that includes your own OBS, for about a second</source>
        <translation>包括你自己的 OBS，约一秒</translation>
    </message>
    <message>
        <source>The old key is refused from now on</source>
        <translation>此后拒绝旧推流码</translation>
    </message>
    <message>
        <source>on this server, for every new connection</source>
        <translation>此服务器上的每个新连接都会被拒绝</translation>
    </message>
    <message>
        <source>Viewers saw “One moment” for {s} s.</source>
        <translation>观众看到“请稍候” {s} 秒。</translation>
    </message>
    <message>
        <source>The watch page is another one: send its address to viewers.</source>
        <translation>观看页面已更换，请把新地址发给观众。</translation>
    </message>
    <message>
        <source>Your viewers see “One moment” for one to three seconds. You stay on the live list, in the same broadcast.</source>
        <translation>观众会看到一到三秒的“请稍候”。你仍在直播列表中，仍是同一场直播。</translation>
    </message>
    <message>
        <source>Nobody is watching yet: this is the best moment for it.</source>
        <translation>现在还没有观众，正是处理的好时机。</translation>
    </message>
    <message>
        <source>This computer&apos;s own server takes pictures from this computer only, so nobody else can use the key. It cannot be made useless here; only a new live code replaces it.</source>
        <translation>本机服务器只接收本机的推流，别人无法使用这个推流码。这里无法让它失效，只能换一个新直播码。</translation>
    </message>
    <message>
        <source>This server cannot make the old key useless: the cloud takes it until {time}. Only the end of this broadcast keeps your viewers safe from it.</source>
        <translation>此服务器无法让旧推流码失效：云端在 {time} 之前仍会接受它。只有结束这场直播才能保护观众。</translation>
    </message>
    <message>
        <source>Not safe yet</source>
        <translation>尚未安全</translation>
    </message>
    <message>
        <source>Safe after {s} s</source>
        <translation>{s} 秒后已安全</translation>
    </message>
    <message>
        <source>The old broadcast is over: viewers see nothing of what is sent to it.</source>
        <translation>旧的直播已结束，推给它的内容观众都看不到。</translation>
    </message>
    <message>
        <source>The key that was seen is useless now.</source>
        <translation>泄露的推流码已失效。</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>The server is asked.</source>
        <translation>正在请求服务器。</translation>
    </message>
    <message>
        <source>The old key still works</source>
        <translation>旧推流码仍然有效</translation>
    </message>
    <message>
        <source>The cloud takes it until {time}. End this broadcast and create a new one.</source>
        <translation>云端在 {time} 之前仍会接受它。请结束这场直播并新建一场。</translation>
    </message>
    <message>
        <source>The old key is refused, but this media server cuts nobody off: who sends with it goes on until they stop.</source>
        <translation>旧推流码已被拒绝，但此媒体服务器无法断开连接：正在使用它推流的人会继续，直到自行停止。</translation>
    </message>
    <message>
        <source>The old key is refused, but its sender is not cut off yet: the media server does not answer. It is asked again until it does.</source>
        <translation>旧推流码已被拒绝，但其推流尚未断开：媒体服务器没有应答，会一直重试。</translation>
    </message>
    <message>
        <source>Broadcast ended</source>
        <translation>直播已结束</translation>
    </message>
    <message>
        <source>off the live list</source>
        <translation>已从直播列表移除</translation>
    </message>
    <message>
        <source>New live code made</source>
        <translation>已创建新直播码</translation>
    </message>
    <message>
        <source>·{new} is in force</source>
        <translation>·{new} 已生效</translation>
    </message>
    <message>
        <source>·{old} is retired, ·{new} is in force</source>
        <translation>·{old} 停用，·{new} 生效</translation>
    </message>
    <message>
        <source>New key made</source>
        <translation>已生成新推流码</translation>
    </message>
    <message>
        <source>the connection with ·{old} was cut</source>
        <translation>使用 ·{old} 的连接已断开</translation>
    </message>
    <message>
        <source>nobody was sending</source>
        <translation>没有人在推流</translation>
    </message>
    <message>
        <source>this media server cuts nobody off</source>
        <translation>此媒体服务器无法断开连接</translation>
    </message>
    <message>
        <source>the media server did not answer at once</source>
        <translation>媒体服务器没有立即应答</translation>
    </message>
    <message>
        <source>Old sender dropped</source>
        <translation>旧推流已断开</translation>
    </message>
    <message>
        <source>the server turns it away from now on</source>
        <translation>服务器今后一律拒绝</translation>
    </message>
    <message>
        <source>whoever tries it is dropped at once</source>
        <translation>一经使用立即断开</translation>
    </message>
    <message>
        <source>the cloud still takes it</source>
        <translation>云端仍会接受</translation>
    </message>
    <message>
        <source>Old key refused</source>
        <translation>旧推流码已拒绝</translation>
    </message>
    <message>
        <source>OBS has the new key</source>
        <translation>OBS 已换上新推流码</translation>
    </message>
    <message>
        <source>OBS is not connected: copy both lines into it</source>
        <translation>OBS 未连接：请把两行复制进去</translation>
    </message>
    <message>
        <source>written and read back: same</source>
        <translation>已写入并读回，一致</translation>
    </message>
    <message>
        <source>Picture is back</source>
        <translation>画面已恢复</translation>
    </message>
    <message>
        <source>in the new broadcast</source>
        <translation>在新的直播中</translation>
    </message>
    <message>
        <source>The picture comes back</source>
        <translation>画面恢复</translation>
    </message>
    <message>
        <source>same broadcast, next segment</source>
        <translation>同一场直播，下一分段</translation>
    </message>
    <message>
        <source>once OBS streams again</source>
        <translation>待 OBS 重新推流</translation>
    </message>
    <message>
        <source>OBS streams again since {s} s</source>
        <translation>{s} 秒时 OBS 已重新推流</translation>
    </message>
</context>
<context>
    <name>ListBar</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新开播</translation>
    </message>
    <message>
        <source>Most viewers</source>
        <translation>观众最多</translation>
    </message>
    <message>
        <source>Most likes</source>
        <translation>点赞最多</translation>
    </message>
    <message>
        <source>Up to date as it happens</source>
        <translation>实时更新中</translation>
    </message>
    <message>
        <source>Read every {s} s</source>
        <translation>每 {s} 秒更新</translation>
    </message>
    <message>
        <source>As of {time}</source>
        <translation>截至 {time}</translation>
    </message>
</context>
<context>
    <name>ListCard</name>
    <message>
        <source>In the live list</source>
        <translation>直播列表中的样子</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Change your name</source>
        <translation>修改名字</translation>
    </message>
    <message>
        <source>Your title</source>
        <translation>你的标题</translation>
    </message>
</context>
<context>
    <name>ListDelegate</name>
    <message>
        <source>you</source>
        <translation>我的</translation>
    </message>
</context>
<context>
    <name>ListModel</name>
    <message>
        <source>Broadcast</source>
        <translation>直播</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主播</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Viewers</source>
        <translation>观众</translation>
    </message>
    <message>
        <source>Likes</source>
        <translation>点赞</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>Live list</source>
        <translation>直播列表</translation>
    </message>
    <message>
        <source>Search the live list</source>
        <translation>搜索直播列表</translation>
    </message>
    <message>
        <source>Search title, host or live code</source>
        <translation>搜索标题、主播或直播码</translation>
    </message>
    <message>
        <source>The list is shown as soon as the server answers.</source>
        <translation>服务器应答后即显示列表。</translation>
    </message>
    <message numerus="yes">
        <source>%n broadcast(s) match</source>
        <translation>
            <numerusform>%n 场匹配</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n broadcast(s) on now</source>
        <translation>
            <numerusform>共 %n 场正在直播</numerusform>
        </translation>
    </message>
    <message>
        <source>No broadcast is in this state now.</source>
        <translation>现在没有处于此状态的直播。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Nothing matches “{text}”.</source>
        <translation>没有与“{text}”匹配的直播。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Nobody is on air.</source>
        <translation>现在没有人直播。</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>开播</translation>
    </message>
    <message>
        <source>The first {count} are shown. Search to find the others.</source>
        <translation>仅显示前 {count} 场，可搜索查找其他直播。</translation>
    </message>
    <message>
        <source>Reading the list: {count} so far.</source>
        <translation>正在读取列表，已读取 {count} 场。</translation>
    </message>
</context>
<context>
    <name>ListTable</name>
    <message>
        <source>Open the watch page</source>
        <translation>打开观看页</translation>
    </message>
    <message>
        <source>Copy the play address</source>
        <translation>复制播放地址</translation>
    </message>
    <message>
        <source>Copy the watch page</source>
        <translation>复制观看页地址</translation>
    </message>
    <message>
        <source>Copy the live code</source>
        <translation>复制直播码</translation>
    </message>
    <message>
        <source>Why is it so?</source>
        <translation>为什么是这个状态？</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Changes at once.</source>
        <translation>立即生效。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>OBS has your two lines in place of what it had.</source>
        <translation>OBS 已换成你的这两行，替换了原来的设置。</translation>
    </message>
    <message>
        <source>The cover is saved.</source>
        <translation>封面已保存。</translation>
    </message>
    <message>
        <source>Renewed.</source>
        <translation>已续期。</translation>
    </message>
    <message>
        <source>Renewed. OBS goes on as it is; its key stays good until {time}.</source>
        <translation>已续期。OBS 照常推流，它的推流码在{time} 之前有效。</translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>Copied for chat.</source>
        <translation>已复制，可粘贴到群聊。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>OBS has what it had before.</source>
        <translation>OBS 已恢复之前的推流设置。</translation>
    </message>
    <message>
        <source>The server is back. Nothing was lost.</source>
        <translation>服务器已恢复，数据没有丢失。</translation>
    </message>
    <message>
        <source>Copied. It leaves the clipboard in 60 s.</source>
        <translation>已复制，60 秒后从剪贴板清除。</translation>
    </message>
</context>
<context>
    <name>NameRow</name>
    <message>
        <source>Your name</source>
        <translation>你的名字</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Viewers read it in the live list and on the watch page.</source>
        <translation>显示在直播列表和观看页面中，观众可以看到。</translation>
    </message>
</context>
<context>
    <name>NextCard</name>
    <message>
        <source>What happens next</source>
        <translation>接下来会发生什么</translation>
    </message>
    <message>
        <source>OBS keeps sending. Viewers who already watch notice nothing.</source>
        <translation>OBS 继续推流，正在观看的观众不受影响。</translation>
    </message>
    <message>
        <source>Earliest moment the list can show you as offline.</source>
        <translation>列表最早会在此时将你显示为离线。</translation>
    </message>
    <message>
        <source>The first answer brings the same broadcast back. Nothing is lost.</source>
        <translation>服务器一应答，同一场直播自动恢复，数据不会丢失。</translation>
    </message>
    <message>
        <source>You are off the live list, and what OBS sends does not count.</source>
        <translation>你已从直播列表移除，此时 OBS 推送的画面不算数。</translation>
    </message>
    <message>
        <source>The hold is over: start streaming in OBS again.</source>
        <translation>暂停结束：请在 OBS 中重新开始推流。</translation>
    </message>
    <message>
        <source>You are off the live list. Start streaming in OBS again.</source>
        <translation>你已从直播列表移除。请在 OBS 中重新开始推流。</translation>
    </message>
    <message>
        <source>OBS is reconnecting by itself, attempt {n}.</source>
        <translation>OBS 正在自动重连，第 {n} 次。</translation>
    </message>
    <message>
        <source>Viewers see “One moment”. Start streaming in OBS again.</source>
        <translation>观众看到“请稍候”。请在 OBS 中重新开始推流。</translation>
    </message>
    <message>
        <source>If there is still no picture, you are taken off the live list.</source>
        <translation>若仍没有画面，你将从直播列表移除。</translation>
    </message>
    <message>
        <source>As soon as the picture is back, the same broadcast continues by itself.</source>
        <translation>画面一到，同一场直播自动恢复。</translation>
    </message>
    <message>
        <source>What does OBS say?</source>
        <translation>OBS 提示了什么？</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>then</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>The picture stopped</source>
        <translation>画面中断</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>服务器无响应</translation>
    </message>
    <message>
        <source>You are offline</source>
        <translation>你已离线</translation>
    </message>
    <message>
        <source>You are on air again</source>
        <translation>已恢复直播</translation>
    </message>
    <message>
        <source>An admin took you off the air</source>
        <translation>管理员已将你下线</translation>
    </message>
    <message>
        <source>An admin ended your broadcast</source>
        <translation>管理员结束了你的直播</translation>
    </message>
    <message>
        <source>Your code has expired</source>
        <translation>直播码已失效</translation>
    </message>
    <message>
        <source>Your code ends soon</source>
        <translation>直播码即将失效</translation>
    </message>
    <message>
        <source>Viewers see “One moment”. Look at OBS.</source>
        <translation>观众看到“请稍候”。请查看 OBS。</translation>
    </message>
    <message>
        <source>Keep streaming. LiveDesk goes on trying by itself.</source>
        <translation>请继续推流，LiveDesk 会自动重试。</translation>
    </message>
    <message>
        <source>When the picture comes back, you are on air again.</source>
        <translation>画面恢复后，直播自动继续。</translation>
    </message>
    <message>
        <source>In {minutes} min. Renew it; OBS need not stop.</source>
        <translation>{minutes} 分钟后失效。续期即可，OBS 无需停止。</translation>
    </message>
</context>
<context>
    <name>NotificationSection</name>
    <message>
        <source>Tell me while LiveDesk is in the background</source>
        <translation>LiveDesk 在后台时通知我</translation>
    </message>
    <message>
        <source>When the picture stops and comes back, when an admin takes you off the air, and before your code ends.</source>
        <translation>画面中断和恢复、管理员将你下线、直播码即将失效时。</translation>
    </message>
    <message>
        <source>This desktop has no tray, so LiveDesk cannot show notifications here.</source>
        <translation>此桌面没有托盘，LiveDesk 无法显示通知。</translation>
    </message>
    <message>
        <source>Show one</source>
        <translation>显示一条</translation>
    </message>
</context>
<context>
    <name>ObsCard</name>
    <message>
        <source>Put these two lines into OBS</source>
        <translation>把这两行填进 OBS</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Stream Key</source>
        <translation>推流码</translation>
    </message>
    <message>
        <source>Copy the server</source>
        <translation>复制服务器</translation>
    </message>
    <message>
        <source>Copy the stream key</source>
        <translation>复制推流码</translation>
    </message>
    <message>
        <source>Send to OBS</source>
        <translation>发送到 OBS</translation>
    </message>
    <message>
        <source>Start streaming</source>
        <translation>开始推流</translation>
    </message>
    <message>
        <source>Copy server and stream key</source>
        <translation>复制服务器和推流码</translation>
    </message>
    <message>
        <source>Copy both</source>
        <translation>两行一起复制</translation>
    </message>
    <message>
        <source>Find OBS</source>
        <translation>查找 OBS</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新比对</translation>
    </message>
    <message>
        <source>Stop streaming</source>
        <translation>停止推流</translation>
    </message>
    <message>
        <source>Key was seen…</source>
        <translation>推流码泄露…</translation>
    </message>
    <message>
        <source>OBS → Settings → Stream → Service: Custom…</source>
        <translation>OBS → 设置 → 直播 → 服务：自定义…</translation>
    </message>
    <message>
        <source>What OBS uses</source>
        <translation>OBS 正在使用</translation>
    </message>
    <message>
        <source>It stays hidden while OBS streams.</source>
        <translation>OBS 推流期间始终隐藏。</translation>
    </message>
    <message>
        <source>The eye shows it for {s} s. A copy is cleared after 60 s.</source>
        <translation>点眼睛可显示 {s} 秒；复制后 60 秒自动从剪贴板清除。</translation>
    </message>
    <message>
        <source>LiveDesk calls this key ·{mark}, so that you can tell keys apart unseen.</source>
        <translation>LiveDesk 用 ·{mark} 指代这个推流码，不必显示也能区分。</translation>
    </message>
    <message>
        <source>OBS {version} found</source>
        <translation>已找到 OBS {version}</translation>
    </message>
    <message>
        <source>looking for OBS</source>
        <translation>正在查找 OBS</translation>
    </message>
    <message>
        <source>OBS not found</source>
        <translation>未找到 OBS</translation>
    </message>
    <message>
        <source>Sending to OBS…</source>
        <translation>正在发送到 OBS…</translation>
    </message>
    <message>
        <source>Giving OBS back what it had…</source>
        <translation>正在恢复 OBS 之前的设置…</translation>
    </message>
    <message>
        <source>OBS is connecting…</source>
        <translation>OBS 正在连接…</translation>
    </message>
    <message>
        <source>OBS is stopping…</source>
        <translation>OBS 正在停止…</translation>
    </message>
    <message>
        <source>OBS has these two lines.</source>
        <translation>OBS 已填入这两行。</translation>
    </message>
    <message>
        <source>OBS is reconnecting.</source>
        <translation>OBS 正在重新连接。</translation>
    </message>
    <message>
        <source>OBS has these two lines and is streaming.</source>
        <translation>OBS 已填入这两行，正在推流。</translation>
    </message>
    <message>
        <source>OBS streams with the key from before: it is good until {time}.</source>
        <translation>OBS 正在用续期前的推流码推流，它在{time} 之前有效。</translation>
    </message>
    <message>
        <source>OBS is streaming with another key of this live code.</source>
        <translation>OBS 正在使用此直播码的另一个推流码推流。</translation>
    </message>
    <message>
        <source>OBS is streaming somewhere else: stop it first, then send.</source>
        <translation>OBS 正在向其他地址推流：请先停止再发送。</translation>
    </message>
    <message>
        <source>A picture arrives.</source>
        <translation>画面已到达。</translation>
    </message>
    <message>
        <source>Then click “Start Streaming” in OBS.</source>
        <translation>然后在 OBS 中点击“开始直播”。</translation>
    </message>
</context>
<context>
    <name>ObsCompare</name>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Stream Key</source>
        <translation>推流码</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>Custom…, with a login</source>
        <translation>自定义…（带登录信息）</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>key ·{mark}</source>
        <translation>推流码 ·{mark}</translation>
    </message>
    <message>
        <source>same</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>new key</source>
        <translation>新推流码</translation>
    </message>
</context>
<context>
    <name>ObsLine</name>
    <message>
        <source>Find OBS</source>
        <translation>查找 OBS</translation>
    </message>
    <message>
        <source>{rate} Mbit/s, {n} dropped</source>
        <translation>{rate} Mbit/s，丢 {n} 帧</translation>
    </message>
</context>
<context>
    <name>ObsPanel</name>
    <message>
        <source>Dropped frames</source>
        <translation>丢帧</translation>
    </message>
    <message>
        <source>Congestion</source>
        <translation>拥塞</translation>
    </message>
    <message>
        <source>Key frame every</source>
        <translation>关键帧间隔</translation>
    </message>
    <message>
        <source>Find OBS</source>
        <translation>查找 OBS</translation>
    </message>
    <message>
        <source>Give OBS the new key</source>
        <translation>把新推流码发给 OBS</translation>
    </message>
    <message>
        <source>Start streaming</source>
        <translation>开始推流</translation>
    </message>
    <message>
        <source>last 5 min</source>
        <translation>最近 5 分钟</translation>
    </message>
    <message>
        <source>Looking for OBS. Its figures will stand here.</source>
        <translation>正在查找 OBS，找到后这里显示它的数据。</translation>
    </message>
    <message>
        <source>OBS is open, but not streaming.</source>
        <translation>OBS 已打开，但没有推流。</translation>
    </message>
    <message>
        <source>Bitrate {rate} Mbit/s</source>
        <translation>码率 {rate} Mbit/s</translation>
    </message>
    <message>
        <source>OBS goes on with the key from before the renewal: it is good until {time}. The new one can wait for a pause.</source>
        <translation>OBS 继续使用续期前的推流码，它在{time} 之前有效。新的可以等到休息时再换。</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>正在重连</translation>
    </message>
    <message>
        <source>Not streaming</source>
        <translation>未推流</translation>
    </message>
    <message>
        <source>Streaming elsewhere</source>
        <translation>正在向别处推流</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>推流中</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>连接断开</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>auto, {s} s</source>
        <translation>自动，{s} 秒</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
</context>
<context>
    <name>ObsSection</name>
    <message>
        <source>Find again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>OBS on this computer</source>
        <translation>本机的 OBS</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>from OBS</source>
        <translation>在 OBS 中查看</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Write Server and Stream Key for me as soon as they are made</source>
        <translation>生成后自动把服务器和推流码写入 OBS</translation>
    </message>
    <message>
        <source>In OBS: Tools → WebSocket Server Settings → Show Connect Info.</source>
        <translation>在 OBS 中：工具 → WebSocket 服务器设置 → 显示连接信息。</translation>
    </message>
    <message>
        <source>The password is kept in your system keyring.</source>
        <translation>密码保存在系统密钥环中。</translation>
    </message>
    <message>
        <source>The password is kept in a file that only you can read.</source>
        <translation>密码保存在只有你能读取的文件中。</translation>
    </message>
</context>
<context>
    <name>ObsSettings</name>
    <message>
        <source>OBS {version} is connected</source>
        <translation>OBS {version} 已连接</translation>
    </message>
    <message>
        <source>OBS is not connected</source>
        <translation>OBS 未连接</translation>
    </message>
    <message>
        <source>Looking for OBS…</source>
        <translation>正在查找 OBS…</translation>
    </message>
</context>
<context>
    <name>ObsWords</name>
    <message>
        <source>OBS has an old key: it was replaced. Copy both lines into OBS again.</source>
        <translation>OBS 里是旧的推流码，已被更换。请把两行重新复制到 OBS。</translation>
    </message>
    <message>
        <source>The live code has expired, so the media server refuses it. Renew it, then copy both lines into OBS.</source>
        <translation>直播码已过期，媒体服务器因此拒绝。请续期，再把两行复制到 OBS。</translation>
    </message>
    <message>
        <source>OBS sends a key without its signature. Copy the whole key into OBS.</source>
        <translation>OBS 发送的推流码没有签名。请把完整的推流码复制到 OBS。</translation>
    </message>
    <message>
        <source>OBS sends a key that is not this broadcast’s. Copy both lines into OBS again.</source>
        <translation>OBS 发送的推流码不属于本场直播。请把两行重新复制到 OBS。</translation>
    </message>
    <message>
        <source>OBS sends the live code in other letters, large or small. Copy both lines into OBS again.</source>
        <translation>OBS 发送的直播码大小写不符。请把两行重新复制到 OBS。</translation>
    </message>
    <message>
        <source>Another encoder sends with this live code already. Stop that one, then start OBS again.</source>
        <translation>另一个编码器已在用这个直播码推流。请先停止它，再启动 OBS 推流。</translation>
    </message>
    <message>
        <source>This broadcast is over, so its address is refused. Create a new one and copy its lines.</source>
        <translation>这场直播已结束，地址因此被拒绝。请创建新的直播并复制两行。</translation>
    </message>
    <message>
        <source>An admin keeps this broadcast off the air for now. Wait, or ask the admin.</source>
        <translation>管理员暂停了这场直播。请稍候，或联系管理员。</translation>
    </message>
    <message>
        <source>An admin has shut this account out. Ask the admin why.</source>
        <translation>管理员已禁止这个账号推流。请联系管理员。</translation>
    </message>
    <message>
        <source>The server was too slow to check the key just now. Start OBS again.</source>
        <translation>服务器刚才检查推流码太慢。请在 OBS 重新开始推流。</translation>
    </message>
    <message>
        <source>The media server refused the picture. Copy both lines into OBS again.</source>
        <translation>媒体服务器拒绝了推流。请把两行重新填进 OBS。</translation>
    </message>
    <message>
        <source>OBS cannot read its line Server as an address: a space, a line break or a missing rtmp://. Paste what OBS has.</source>
        <translation>OBS 的“服务器”一行不是有效地址：可能有空格、换行或缺少 rtmp://。请粘贴 OBS 里的内容。</translation>
    </message>
    <message>
        <source>OBS does not get through to the media server. Let LiveDesk check the way.</source>
        <translation>OBS 连不上媒体服务器。让 LiveDesk 检查线路。</translation>
    </message>
    <message>
        <source>OBS reached a server, but nothing reached yours: it may be another server, app or key. Paste what OBS has.</source>
        <translation>OBS 连上了某个服务器，但你的服务器什么也没收到：可能服务器、应用或推流码填错了。请粘贴 OBS 里的内容。</translation>
    </message>
    <message>
        <source>The media server does not take this key: it may be old or not whole. Copy both lines into OBS again.</source>
        <translation>媒体服务器不接受这个推流码：可能已旧或不完整。请把两行重新复制到 OBS。</translation>
    </message>
    <message>
        <source>The connection between OBS and the media server breaks off. Let LiveDesk check the way.</source>
        <translation>OBS 与媒体服务器之间的连接会断开。让 LiveDesk 检查线路。</translation>
    </message>
    <message>
        <source>OBS cannot encode the picture: this has nothing to do with the server. Choose another encoder in OBS → Settings → Output; the test picture shows that the way is open.</source>
        <translation>OBS 无法编码画面，与服务器无关。请在 OBS → 设置 → 输出 换一个编码器；发送测试画面可确认线路畅通。</translation>
    </message>
    <message>
        <source>OBS streams, but nothing arrives here: it sends somewhere else. Paste what OBS has.</source>
        <translation>OBS 在推流，但这里没有收到：它推到了别处。请粘贴 OBS 里的内容。</translation>
    </message>
    <message>
        <source>A picture arrives at the server now. If OBS still shows an error, it is about its last try.</source>
        <translation>服务器现在收到了画面。若 OBS 仍显示错误，那是上一次尝试的。</translation>
    </message>
    <message>
        <source>A picture arrives already, so the media server refuses a second one. Stop the other encoder, or this OBS.</source>
        <translation>已有画面在推送，媒体服务器因此拒绝第二路。请停止另一个编码器，或停止这个 OBS。</translation>
    </message>
    <message>
        <source>The media server still holds the connection that broke off. Wait half a minute, then start OBS again.</source>
        <translation>媒体服务器还保留着断开的连接。请等半分钟，再在 OBS 开始推流。</translation>
    </message>
    <message>
        <source>The picture came and stopped. Start streaming in OBS again, or let LiveDesk check the way.</source>
        <translation>画面来过又停了。请在 OBS 重新开始推流，或让 LiveDesk 检查线路。</translation>
    </message>
    <message>
        <source>The server does not answer, so nobody can say what it saw. Try again in a moment.</source>
        <translation>服务器没有应答，无法知道它看到了什么。请稍后再试。</translation>
    </message>
    <message>
        <source>Nothing has reached it.</source>
        <translation>什么也没收到。</translation>
    </message>
    <message>
        <source>A picture is arriving.</source>
        <translation>正在收到画面。</translation>
    </message>
    <message>
        <source>A picture came and stopped.</source>
        <translation>画面来过又停了。</translation>
    </message>
    <message>
        <source>It refused a replaced key.</source>
        <translation>拒绝了已更换的推流码。</translation>
    </message>
    <message>
        <source>It refused an expired address.</source>
        <translation>拒绝了过期的地址。</translation>
    </message>
    <message>
        <source>It refused a key without a signature.</source>
        <translation>拒绝了没有签名的推流码。</translation>
    </message>
    <message>
        <source>It refused a wrong key.</source>
        <translation>拒绝了错误的推流码。</translation>
    </message>
    <message>
        <source>It refused a live code in other letters.</source>
        <translation>拒绝了大小写不符的直播码。</translation>
    </message>
    <message>
        <source>It refused a second encoder.</source>
        <translation>拒绝了第二个编码器。</translation>
    </message>
    <message>
        <source>The broadcast is over.</source>
        <translation>直播已结束。</translation>
    </message>
    <message>
        <source>An admin holds the broadcast.</source>
        <translation>管理员暂停了直播。</translation>
    </message>
    <message>
        <source>It refused this account.</source>
        <translation>拒绝了这个账号。</translation>
    </message>
    <message>
        <source>It was too slow to check.</source>
        <translation>检查太慢。</translation>
    </message>
    <message>
        <source>It refused a push.</source>
        <translation>拒绝了一次推流。</translation>
    </message>
    <message>
        <source>It is not told what the media server refuses.</source>
        <translation>媒体服务器不会告知它拒绝了什么。</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>没有应答。</translation>
    </message>
    <message>
        <source>Copy both</source>
        <translation>两行一起复制</translation>
    </message>
    <message>
        <source>Check my settings</source>
        <translation>检查我的设置</translation>
    </message>
    <message>
        <source>Paste what OBS has…</source>
        <translation>粘贴 OBS 里的内容…</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>New broadcast</source>
        <translation>新直播</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Send the test picture</source>
        <translation>发送测试画面</translation>
    </message>
    <message>
        <source>It streams without an error.</source>
        <translation>OBS 正常推流，没有报错。</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>结束直播</translation>
    </message>
    <message>
        <source>New broadcast</source>
        <translation>新直播</translation>
    </message>
    <message>
        <source>You are live since {time}.</source>
        <translation>你从 {time} 起正在直播。</translation>
    </message>
    <message>
        <source>Your broadcast of {time} is offline, but not over.</source>
        <translation>你 {time} 的直播已离线，但尚未结束。</translation>
    </message>
    <message>
        <source>You have an unfinished broadcast, created {time}.</source>
        <translation>你有一场未结束的直播，创建于{time}。</translation>
    </message>
    <message>
        <source>LiveDesk was closed meanwhile; the picture goes on. Resume, and this window keeps it in the live list again.</source>
        <translation>LiveDesk 曾经关闭，但画面仍在播出。点“继续”，本窗口会重新为它保持在直播列表中。</translation>
    </message>
    <message>
        <source>The picture has stopped. Resume and start streaming in OBS again: the same broadcast goes on.</source>
        <translation>画面已中断。点“继续”并在 OBS 中重新开始推流，仍是同一场直播。</translation>
    </message>
    <message>
        <source>The live list does not show it. Resume and start streaming in OBS again: the same broadcast goes on.</source>
        <translation>直播列表中已不显示。点“继续”并在 OBS 中重新开始推流，仍是同一场直播。</translation>
    </message>
    <message>
        <source>Nobody has seen it yet. Its live code and its key are as they were.</source>
        <translation>还没有观众看到。直播码和推流码都没有变。</translation>
    </message>
    <message>
        <source>on air for {time}</source>
        <translation>已直播 {time}</translation>
    </message>
    <message>
        <source>{n} viewers</source>
        <translation>{n} 人观看</translation>
    </message>
    <message>
        <source>valid until {time}</source>
        <translation>有效期至{time}</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>LiveDesk is open already for this server, and does not answer. End that program, then start again.</source>
        <translation>LiveDesk 已经为这个服务器打开，但没有响应。请先结束那个程序，再重新启动。</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Go live</source>
        <translation>开播</translation>
    </message>
    <message>
        <source>Live list</source>
        <translation>直播列表</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>PastLink</name>
    <message numerus="yes">
        <source>%n broadcast(s) written to {name}.</source>
        <translation>
            <numerusform>已将 %n 场直播写入 {name}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasteField</name>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>PictureButton</name>
    <message>
        <source>The media server’s name is not known here. Check the network.</source>
        <translation>找不到媒体服务器的域名。请检查网络。</translation>
    </message>
    <message>
        <source>Nothing listens at the push address. Is the media server running?</source>
        <translation>推流地址没有服务。媒体服务器在运行吗？</translation>
    </message>
    <message>
        <source>The media server does not answer. Try again, or check the network.</source>
        <translation>媒体服务器没有应答。请重试，或检查网络。</translation>
    </message>
    <message>
        <source>What answers at the push address is no RTMP server. Tell its admin.</source>
        <translation>推流地址上的不是 RTMP 服务器。请告知管理员。</translation>
    </message>
    <message>
        <source>The media server’s certificate is not valid. Tell its admin.</source>
        <translation>媒体服务器的证书无效。请告知管理员。</translation>
    </message>
    <message>
        <source>The media server does not speak TLS there. Tell its admin.</source>
        <translation>媒体服务器在那里不支持 TLS。请告知管理员。</translation>
    </message>
    <message>
        <source>The media server does not know this application. Tell its admin.</source>
        <translation>媒体服务器没有这个应用。请告知管理员。</translation>
    </message>
    <message>
        <source>The media server refused it. Has the live code expired? Renew it.</source>
        <translation>媒体服务器拒绝了。直播码过期了吗？请续期。</translation>
    </message>
    <message>
        <source>Somebody sends with this live code already: stop that encoder first.</source>
        <translation>已有人在用这个直播码推流：请先停止那个编码器。</translation>
    </message>
    <message>
        <source>The media server closed the connection. Try again in a moment.</source>
        <translation>媒体服务器关闭了连接。请稍后再试。</translation>
    </message>
    <message>
        <source>This broadcast cannot be sent to by RTMP. Use another encoder.</source>
        <translation>这场直播不能用 RTMP 推流。请用其他编码器。</translation>
    </message>
    <message>
        <source>Stop, {time}</source>
        <translation>停止，{time}</translation>
    </message>
    <message>
        <source>Stop the test picture</source>
        <translation>停止测试画面</translation>
    </message>
    <message>
        <source>Test picture</source>
        <translation>发送测试画面</translation>
    </message>
    <message>
        <source>Send a test picture</source>
        <translation>发送测试画面</translation>
    </message>
</context>
<context>
    <name>PictureQuestion</name>
    <message>
        <source>Viewers would see the test picture.</source>
        <translation>观众会看到测试画面。</translation>
    </message>
    <message>
        <source>It is your picture until you stop it. OBS can send again after that.</source>
        <translation>在你停止之前，观众看到的就是它；停止后 OBS 才能重新推流。</translation>
    </message>
    <message>
        <source>This broadcast goes on air with the first picture. In a rehearsal only you see it.</source>
        <translation>这场直播收到画面就会开播。彩排时只有你能看到。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Rehearse first</source>
        <translation>先彩排</translation>
    </message>
    <message>
        <source>Send to viewers</source>
        <translation>直接发给观众</translation>
    </message>
</context>
<context>
    <name>PlayCard</name>
    <message>
        <source>Copy title and watch page for a chat</source>
        <translation>复制标题和观看页面，用于群聊</translation>
    </message>
    <message>
        <source>Copy for chat</source>
        <translation>复制到群聊</translation>
    </message>
    <message>
        <source>Where viewers watch</source>
        <translation>观看地址</translation>
    </message>
    <message>
        <source>A rehearsal is not listed, but who knows its address can play it.</source>
        <translation>彩排不会出现在列表中，但知道地址的人仍可播放。</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>网页</translation>
    </message>
</context>
<context>
    <name>PlayRow</name>
    <message>
        <source>Open: {name}</source>
        <translation>打开：{name}</translation>
    </message>
    <message>
        <source>QR code: {name}</source>
        <translation>二维码：{name}</translation>
    </message>
</context>
<context>
    <name>PreAir</name>
    <message>
        <source>Name of the media server</source>
        <translation>媒体服务器域名</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Certificate of the media server</source>
        <translation>媒体服务器证书</translation>
    </message>
    <message>
        <source>RTMP</source>
        <translation>RTMP</translation>
    </message>
    <message>
        <source>Viewers’ server</source>
        <translation>观看服务器</translation>
    </message>
    <message>
        <source>Its certificate</source>
        <translation>观看服务器证书</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Live code</source>
        <translation>直播码</translation>
    </message>
    <message>
        <source>Other senders</source>
        <translation>其他推流</translation>
    </message>
    <message>
        <source>Key-frame interval in OBS</source>
        <translation>OBS 关键帧间隔</translation>
    </message>
    <message>
        <source>Bitrate in OBS</source>
        <translation>OBS 码率</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Not checked: the step before it failed.</source>
        <translation>未检查：前一步没有通过。</translation>
    </message>
    <message>
        <source>The broadcast has no push address that could be checked. Check again in a moment.</source>
        <translation>这场直播没有可检查的推流地址。请稍后重新检查。</translation>
    </message>
    <message>
        <source>No computer called {host} is known in this network. Check the network, or ask the server’s admin.</source>
        <translation>在这个网络里找不到 {host}。请检查网络，或询问服务器管理员。</translation>
    </message>
    <message>
        <source>The name service of this network does not answer. Check the network.</source>
        <translation>这个网络的域名服务没有应答。请检查网络。</translation>
    </message>
    <message>
        <source>{host} is known.</source>
        <translation>{host} 可以解析。</translation>
    </message>
    <message>
        <source>A picture is arriving: the way is open.</source>
        <translation>正在收到画面：线路畅通。</translation>
    </message>
    <message>
        <source>{host} answers, but nothing listens on port {port}. The media server is off, or the port is another one: tell its admin.</source>
        <translation>{host} 有应答，但端口 {port} 没有服务。媒体服务器未运行，或端口不对：请告知管理员。</translation>
    </message>
    <message>
        <source>{host} does not answer on port {port}. A firewall or guest network may block it: try another network.</source>
        <translation>{host} 的端口 {port} 没有应答。可能被防火墙或访客网络拦截：请换一个网络。</translation>
    </message>
    <message>
        <source>Port {port} answers after {ms}.</source>
        <translation>端口 {port} 在 {ms}后应答。</translation>
    </message>
    <message>
        <source>The certificate of {host} is not valid for this computer. Check this computer’s date, or tell the server’s admin.</source>
        <translation>{host} 的证书在这台电脑上无效。请检查日期，或告知服务器管理员。</translation>
    </message>
    <message>
        <source>{host} does not speak TLS on this port. The server’s admin should look at rtmps.</source>
        <translation>{host} 的这个端口不支持 TLS。请服务器管理员检查 rtmps。</translation>
    </message>
    <message>
        <source>Until when it is valid was not told.</source>
        <translation>没有告知有效期。</translation>
    </message>
    <message>
        <source>It is valid for {time} only. Tell the server’s admin.</source>
        <translation>只剩 {time}有效。请告知服务器管理员。</translation>
    </message>
    <message>
        <source>Valid for another {time}.</source>
        <translation>还有 {time}有效。</translation>
    </message>
    <message>
        <source>What answers on port {port} of {host} is no RTMP server. Copy both lines again.</source>
        <translation>{host} 端口 {port} 上的不是 RTMP 服务器。请重新复制两行。</translation>
    </message>
    <message>
        <source>{host} took the connection, but says nothing. Something in between may hold it: try another network.</source>
        <translation>{host} 接受了连接，但没有应答。可能被中间设备拦住：请换一个网络。</translation>
    </message>
    <message>
        <source>The media server speaks RTMP.</source>
        <translation>媒体服务器的 RTMP 应答正常。</translation>
    </message>
    <message>
        <source>{host}, where viewers watch, does not answer. Viewers may see nothing: tell the server’s admin.</source>
        <translation>观众观看的 {host} 没有应答。观众可能看不到：请告知服务器管理员。</translation>
    </message>
    <message>
        <source>The certificate of {host}, where viewers watch, is not valid. Phones will refuse it: tell the server’s admin.</source>
        <translation>观众观看的 {host} 证书无效，手机会拒绝：请告知服务器管理员。</translation>
    </message>
    <message>
        <source>{host}, where viewers watch, has trouble (HTTP {status}). Tell the server’s admin.</source>
        <translation>观众观看的 {host} 出错（HTTP {status}）。请告知服务器管理员。</translation>
    </message>
    <message>
        <source>{host} answers.</source>
        <translation>{host} 有应答。</translation>
    </message>
    <message>
        <source>The LiveDesk server does not answer. Check the network.</source>
        <translation>LiveDesk 服务器没有应答。请检查网络。</translation>
    </message>
    <message>
        <source>As the server’s, within {time}.</source>
        <translation>与服务器一致，相差不到 {time}。</translation>
    </message>
    <message>
        <source>This computer’s clock is {time} behind the server’s. Set it, or addresses and certificates may seem invalid.</source>
        <translation>这台电脑的时钟比服务器慢 {time}。请校准，否则地址和证书可能显得无效。</translation>
    </message>
    <message>
        <source>This computer’s clock is {time} ahead of the server’s. Set it, or addresses and certificates may seem invalid.</source>
        <translation>这台电脑的时钟比服务器快 {time}。请校准，否则地址和证书可能显得无效。</translation>
    </message>
    <message>
        <source>Until when it is valid is not known yet.</source>
        <translation>有效期还不知道。</translation>
    </message>
    <message>
        <source>It has expired: OBS is refused. Renew it, then copy both lines again.</source>
        <translation>已过期，OBS 会被拒绝。请续期，再重新复制两行。</translation>
    </message>
    <message>
        <source>It is valid for {time}, and a show of {planned} would be cut. Renew it; OBS need not stop.</source>
        <translation>还有 {time}有效，播 {planned}不够。请续期，OBS 无需停止。</translation>
    </message>
    <message>
        <source>Whether somebody sends already is not known yet.</source>
        <translation>是否已有人推流还不知道。</translation>
    </message>
    <message>
        <source>Nobody sends with this live code.</source>
        <translation>没有人在用这个直播码推流。</translation>
    </message>
    <message>
        <source>The test picture is being sent. Stop it before you start OBS.</source>
        <translation>正在发送测试画面。启动 OBS 前请先停止。</translation>
    </message>
    <message>
        <source>Your OBS is sending.</source>
        <translation>你的 OBS 正在推流。</translation>
    </message>
    <message>
        <source>Somebody sends with this live code already. If it is not your OBS, stop that other encoder.</source>
        <translation>已有人在用这个直播码推流。若不是你的 OBS，请停止那个编码器。</translation>
    </message>
    <message>
        <source>OBS chooses it, up to {time}. Set 2 s in OBS: viewers then see the picture sooner.</source>
        <translation>由 OBS 决定，最长 {time}。请在 OBS 里设为 2 秒，观众能更快看到画面。</translation>
    </message>
    <message>
        <source>OBS chooses it. Set 2 s in OBS: viewers then see the picture sooner.</source>
        <translation>由 OBS 决定。请在 OBS 里设为 2 秒，观众能更快看到画面。</translation>
    </message>
    <message>
        <source>{time} is long: viewers wait that long for the first picture. Set 2 s in OBS → Settings → Output.</source>
        <translation>{time}太长，观众要等这么久才有画面。请在 OBS → 设置 → 输出 设为 2 秒。</translation>
    </message>
    <message>
        <source>{time}.</source>
        <translation>{time}。</translation>
    </message>
    <message>
        <source>{kbps} kbit/s is too little for a clear picture. Set 2,500 or more in OBS → Settings → Output.</source>
        <translation>{kbps} kbit/s 太低，画面不清晰。请在 OBS → 设置 → 输出 设为 2500 以上。</translation>
    </message>
    <message>
        <source>{kbps} kbit/s is more than many viewers can take. Lower it in OBS → Settings → Output.</source>
        <translation>{kbps} kbit/s 对很多观众来说太高。请在 OBS → 设置 → 输出 调低。</translation>
    </message>
    <message>
        <source>{kbps} kbit/s.</source>
        <translation>{kbps} kbit/s。</translation>
    </message>
    <message>
        <source>Phones can open the watch page.</source>
        <translation>手机可以打开观看页面。</translation>
    </message>
    <message>
        <source>Only this computer can watch. Turn on sharing to let phones in this network watch.</source>
        <translation>只有这台电脑能观看。开启共享后，同一网络的手机也能观看。</translation>
    </message>
    <message>
        <source>The play addresses lead to this computer only: viewers elsewhere see nothing. Tell the server’s admin.</source>
        <translation>观看地址只指向这台电脑，别处的观众看不到。请告知服务器管理员。</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Copy both</source>
        <translation>两行一起复制</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>New broadcast</source>
        <translation>新直播</translation>
    </message>
    <message>
        <source>Open date settings</source>
        <translation>打开日期设置</translation>
    </message>
    <message>
        <source>Turn on sharing</source>
        <translation>开启共享</translation>
    </message>
    <message>
        <source>Stop test picture</source>
        <translation>停止测试画面</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>shows the picture</source>
        <translation>正在显示画面</translation>
    </message>
</context>
<context>
    <name>PreviewCard</name>
    <message>
        <source>Check my settings</source>
        <translation>检查我的设置</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the test picture</source>
        <translation>停止测试画面</translation>
    </message>
    <message>
        <source>Test picture</source>
        <translation>发送测试画面</translation>
    </message>
    <message>
        <source>Send a test picture</source>
        <translation>发送测试画面</translation>
    </message>
    <message>
        <source>Use as cover</source>
        <translation>用作封面</translation>
    </message>
    <message>
        <source>Test picture, {time}</source>
        <translation>测试画面，{time}</translation>
    </message>
    <message>
        <source>The test picture was not sent.</source>
        <translation>测试画面没有发送。</translation>
    </message>
    <message>
        <source>Your picture appears here</source>
        <translation>画面会显示在这里</translation>
    </message>
    <message>
        <source>Seen on a phone: {proof}</source>
        <translation>手机实测：{proof}</translation>
    </message>
    <message>
        <source>No phone has played it yet</source>
        <translation>还没有手机播放过</translation>
    </message>
    <message>
        <source>The picture arrives</source>
        <translation>画面已到达</translation>
    </message>
    <message>
        <source>No picture for {time}</source>
        <translation>已 {time}没有画面</translation>
    </message>
    <message>
        <source>This is the last picture, from {time}.</source>
        <translation>这是最后收到的画面，{time}。</translation>
    </message>
    <message>
        <source>Start streaming in OBS again.</source>
        <translation>请在 OBS 中重新开始推流。</translation>
    </message>
    <message>
        <source>The picture is on its way</source>
        <translation>画面即将到达</translation>
    </message>
    <message>
        <source>OBS is streaming. The first pictures take a few seconds.</source>
        <translation>OBS 正在推流，首帧画面需要几秒。</translation>
    </message>
    <message>
        <source>The media server does not answer. Tried for {time}.</source>
        <translation>媒体服务器没有应答，已尝试 {time}。</translation>
    </message>
    <message>
        <source>The media server refuses to play it. Tried for {time}.</source>
        <translation>媒体服务器拒绝播放，已尝试 {time}。</translation>
    </message>
    <message>
        <source>The media server&apos;s name is not known in this network.</source>
        <translation>当前网络无法解析媒体服务器的域名。</translation>
    </message>
    <message>
        <source>Only sound arrives. Add a video source in OBS.</source>
        <translation>只收到声音。请在 OBS 中添加视频来源。</translation>
    </message>
    <message>
        <source>The picture stopped {time} ago.</source>
        <translation>画面在 {time}前中断。</translation>
    </message>
    <message>
        <source>OBS stopped streaming {time} ago.</source>
        <translation>OBS 在 {time}前停止了推流。</translation>
    </message>
    <message>
        <source>Nothing has arrived for {time}. OBS is open but not streaming.</source>
        <translation>已等待 {time}，还没有收到任何数据。OBS 已打开，但还没有开始推流。</translation>
    </message>
    <message>
        <source>Nothing has arrived for {time}.</source>
        <translation>已等待 {time}，还没有收到任何数据。</translation>
    </message>
    <message>
        <source>Waiting for OBS</source>
        <translation>等待 OBS 画面</translation>
    </message>
    <message>
        <source>No preview</source>
        <translation>无法预览</translation>
    </message>
</context>
<context>
    <name>ProfileSwitch</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Add or change servers…</source>
        <translation>添加或更改服务器…</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QrPopover</name>
    <message>
        <source>Copy: {name}</source>
        <translation>复制：{name}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This address only works on this computer.</source>
        <translation>此地址仅本机可用。</translation>
    </message>
    <message>
        <source>no phone has played it yet</source>
        <translation>还没有手机播放过</translation>
    </message>
</context>
<context>
    <name>QrTile</name>
    <message>
        <source>Scan to watch</source>
        <translation>手机扫码观看</translation>
    </message>
    <message>
        <source>No QR code yet</source>
        <translation>暂无二维码</translation>
    </message>
    <message>
        <source>no phone has played it yet</source>
        <translation>还没有手机播放过</translation>
    </message>
</context>
<context>
    <name>QrView</name>
    <message>
        <source>QR code of the watch page; click to enlarge</source>
        <translation>观看页面的二维码，点击放大</translation>
    </message>
    <message>
        <source>Click to enlarge</source>
        <translation>点击放大</translation>
    </message>
</context>
<context>
    <name>RemoveQuestion</name>
    <message>
        <source>Remove “{name}” from this computer?</source>
        <translation>从本机移除“{name}”？</translation>
    </message>
    <message>
        <source>Its token is forgotten here: to come back later you need a connect string. The server and your broadcasts on it stay.</source>
        <translation>这里会忘掉它的令牌：以后要再用需要连接串。服务器和你在上面的直播都还在。</translation>
    </message>
    <message>
        <source>It is in use: LiveDesk changes over to this computer.</source>
        <translation>它正在使用中：LiveDesk 将切换到本机。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>RenameQuestion</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RenewQuestion</name>
    <message>
        <source>Let the live code be good for longer?</source>
        <translation>延长直播码的有效期？</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>OBS need not stop: its key stays good until {time}, and a running show is never cut. For a start after that, send OBS the new key.</source>
        <translation>OBS 无需停止：它的推流码在{time} 之前有效，正在进行的直播不会被切断。之后若要重新开始推流，请把新推流码发送到 OBS。</translation>
    </message>
    <message>
        <source>OBS need not stop: a running show is never cut. For its next start, send OBS the new key.</source>
        <translation>OBS 无需停止：正在进行的直播不会被切断。下次开始推流前，请把新推流码发送到 OBS。</translation>
    </message>
    <message>
        <source>The stream key becomes another one. Send it to OBS before you start.</source>
        <translation>推流码会更换。开始推流前请把它发送到 OBS。</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>至{time}</translation>
    </message>
</context>
<context>
    <name>SafetySection</name>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Where secrets are kept</source>
        <translation>密钥的保存位置</translation>
    </message>
    <message>
        <source>Leave this window out of screen captures</source>
        <translation>屏幕捕捉时隐藏此窗口</translation>
    </message>
    <message>
        <source>Clear now</source>
        <translation>立即清空</translation>
    </message>
    <message>
        <source>A copied Stream Key leaves it by itself after 60 s, and when you quit.</source>
        <translation>复制的推流码 60 秒后自动清除，退出时也会清除。</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>OBS, calls and recordings of the screen do not show it. Nor do screenshots.</source>
        <translation>OBS、通话共享和录屏都看不到它，截图也看不到。</translation>
    </message>
    <message>
        <source>This system cannot do that: whoever captures the screen sees this window. Keys stay hidden behind dots.</source>
        <translation>此系统不支持：捕捉屏幕的人能看到此窗口。推流码始终以圆点显示。</translation>
    </message>
    <message>
        <source>Tokens and the OBS password are in the keyring of your system.</source>
        <translation>令牌和 OBS 密码保存在系统密钥环中。</translation>
    </message>
    <message>
        <source>Looking for the keyring of your system…</source>
        <translation>正在查找系统密钥环…</translation>
    </message>
    <message>
        <source>Tokens and the OBS password are in files that only you can read, in the settings folder.</source>
        <translation>令牌和 OBS 密码保存在设置文件夹中只有你能读取的文件里。</translation>
    </message>
    <message>
        <source>This system has no keyring.</source>
        <translation>此系统没有密钥环。</translation>
    </message>
    <message>
        <source>The keyring is locked.</source>
        <translation>密钥环已锁定。</translation>
    </message>
    <message>
        <source>The keyring does not answer.</source>
        <translation>密钥环没有响应。</translation>
    </message>
    <message>
        <source>The keyring failed.</source>
        <translation>密钥环出错。</translation>
    </message>
    <message>
        <source>{why} {so}</source>
        <translation>{why}{so}</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Hide {name}</source>
        <translation>隐藏{name}</translation>
    </message>
    <message>
        <source>hides in {s} s</source>
        <translation>{s} 秒后隐藏</translation>
    </message>
    <message>
        <source>{name}, hidden</source>
        <translation>{name}，已隐藏</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示{name}</translation>
    </message>
</context>
<context>
    <name>ServerFields</name>
    <message>
        <source>Connect string</source>
        <translation>连接串</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Only an address? Paste that, and the token next.</source>
        <translation>只有地址？先粘贴地址，再填令牌。</translation>
    </message>
    <message>
        <source>Paste the token that the server&apos;s admin gave you, too.</source>
        <translation>请同时粘贴管理员给你的令牌。</translation>
    </message>
    <message>
        <source>This is no whole connect string. Paste all of it, on one line.</source>
        <translation>连接串不完整。请整行粘贴。</translation>
    </message>
    <message>
        <source>This is no server&apos;s address, or no token. An address begins with https://.</source>
        <translation>这不是服务器地址，或不是令牌。地址以 https:// 开头。</translation>
    </message>
</context>
<context>
    <name>ServerRow</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>More: {name}</source>
        <translation>更多：{name}</translation>
    </message>
    <message>
        <source>Rename, new connect string, remove</source>
        <translation>重命名、新的连接串、移除</translation>
    </message>
    <message>
        <source>Starts with LiveDesk when you choose it</source>
        <translation>选择后随 LiveDesk 启动</translation>
    </message>
    <message>
        <source>{url}, as {host}</source>
        <translation>{url}，身份 {host}</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>no access</source>
        <translation>无权访问</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>New connect string…</source>
        <translation>新的连接串…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Add server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>For this run LiveDesk uses {url}, as it was started with.</source>
        <translation>本次运行按启动参数使用 {url}。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>OBS</source>
        <translation>OBS</translation>
    </message>
    <message>
        <source>Appearance and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Sharing</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>The clipboard is empty.</source>
        <translation>剪贴板已清空。</translation>
    </message>
    <message>
        <source>The new token is kept.</source>
        <translation>新令牌已保存。</translation>
    </message>
    <message>
        <source>“{name}” is added.</source>
        <translation>已添加“{name}”。</translation>
    </message>
    <message>
        <source>The settings cannot be written: {why}. They hold until you quit.</source>
        <translation>设置无法写入：{why}。退出前仍然有效。</translation>
    </message>
    <message>
        <source>The token cannot be kept: {why}. It holds until you quit; look whether the disk is full.</source>
        <translation>令牌无法保存：{why}。退出前仍然有效；请检查磁盘是否已满。</translation>
    </message>
    <message>
        <source>The file cannot be written: {why}. Choose another folder.</source>
        <translation>文件无法写入：{why}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Some settings could not be used: {what}.</source>
        <translation>部分设置无法使用：{what}。</translation>
    </message>
    <message>
        <source>The settings file was damaged; LiveDesk began with new settings.</source>
        <translation>设置文件已损坏，LiveDesk 使用了新的设置。</translation>
    </message>
    <message>
        <source>The file as it was is kept as {file}.</source>
        <translation>原文件已另存为 {file}。</translation>
    </message>
</context>
<context>
    <name>ShareCard</name>
    <message>
        <source>Watch page</source>
        <translation>观看页面</translation>
    </message>
    <message>
        <source>Copy title and watch page for a chat</source>
        <translation>复制标题和观看页面，用于群聊</translation>
    </message>
    <message>
        <source>Copy for chat</source>
        <translation>复制到群聊</translation>
    </message>
    <message>
        <source>Let phones watch…</source>
        <translation>让手机观看…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the watch page in the browser</source>
        <translation>在浏览器中打开观看页面</translation>
    </message>
    <message>
        <source>QR code of the watch page</source>
        <translation>观看页面的二维码</translation>
    </message>
    <message>
        <source>This address only works on this computer.</source>
        <translation>此地址仅本机可用。</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>分享</translation>
    </message>
</context>
<context>
    <name>ShareSwitch</name>
    <message>
        <source>Let phones in this network watch</source>
        <translation>允许同一网络的手机观看</translation>
    </message>
    <message>
        <source>Address of this computer in the network</source>
        <translation>本机在网络中的地址</translation>
    </message>
    <message>
        <source>Phones in this network reach this computer at {address}.</source>
        <translation>同一网络的手机可通过 {address} 访问本机。</translation>
    </message>
    <message>
        <source>This address only works on this computer. Turn on sharing to show a QR code.</source>
        <translation>此地址仅本机可用，开启共享后才显示二维码。</translation>
    </message>
    <message>
        <source>This address only works on this computer.</source>
        <translation>此地址仅本机可用。</translation>
    </message>
    <message>
        <source>A rehearsal is not listed, but who knows its address can play it.</source>
        <translation>彩排不会出现在列表中，但知道地址的人仍可播放。</translation>
    </message>
    <message>
        <source>Public. Safe to post anywhere.</source>
        <translation>公开地址，可放心分享</translation>
    </message>
    <message>
        <source>This computer is in no network. Connect it to a network and try again.</source>
        <translation>本机未连接网络。请连接网络后重试。</translation>
    </message>
</context>
<context>
    <name>SharingSection</name>
    <message>
        <source>Address for phones in this network</source>
        <translation>供本网络手机使用的地址</translation>
    </message>
    <message>
        <source>Show QR</source>
        <translation>显示二维码</translation>
    </message>
    <message>
        <source>It is not known yet whether this server can be shared.</source>
        <translation>尚不清楚此服务器能否共享。</translation>
    </message>
    <message>
        <source>{server} has an address of its own: its watch pages need no sharing here. The switch is for the server of this computer.</source>
        <translation>{server} 有自己的地址，观看页面无需在此共享。此开关只用于本机的服务器。</translation>
    </message>
</context>
<context>
    <name>SideSheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>StartCard</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Connecting to the server…</source>
        <translation>正在连接服务器…</translation>
    </message>
    <message>
        <source>Starting the server on this computer…</source>
        <translation>正在启动本机服务器…</translation>
    </message>
    <message>
        <source>This takes a few seconds.</source>
        <translation>需要几秒钟。</translation>
    </message>
    <message>
        <source>The server cannot be used yet.</source>
        <translation>服务器暂时无法使用。</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>No broadcast</source>
        <translation>还没有直播</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>准备就绪</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>彩排中</translation>
    </message>
    <message>
        <source>On air</source>
        <translation>直播中</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>直播中断</translation>
    </message>
    <message>
        <source>Server away</source>
        <translation>服务器无响应</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>主播已离线</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Step {n} of 4, {title}</source>
        <translation>第 {n} 步，共 4 步：{title}</translation>
    </message>
    <message>
        <source>Done: {title}. Go back to it</source>
        <translation>已完成：{title}，点击返回</translation>
    </message>
    <message>
        <source>Create live code</source>
        <translation>创建直播码</translation>
    </message>
    <message>
        <source>Give it a title</source>
        <translation>填写标题</translation>
    </message>
    <message>
        <source>Send to OBS</source>
        <translation>发送到 OBS</translation>
    </message>
    <message>
        <source>Server and Stream Key</source>
        <translation>服务器和推流码</translation>
    </message>
    <message>
        <source>Check the picture</source>
        <translation>检查画面</translation>
    </message>
    <message>
        <source>As viewers will see it</source>
        <translation>与观众将看到的一样</translation>
    </message>
    <message>
        <source>Go on air</source>
        <translation>开播</translation>
    </message>
    <message>
        <source>Then viewers see you</source>
        <translation>观众从此可见</translation>
    </message>
</context>
<context>
    <name>StopQuestion</name>
    <message>
        <source>Your viewers will see it stop.</source>
        <translation>观众会看到画面中断。</translation>
    </message>
    <message>
        <source>They see “One moment” until there is a picture again: from OBS, or this one once more. The broadcast does not end.</source>
        <translation>在画面恢复之前（来自 OBS，或再次发送测试画面），观众看到“请稍候”。直播不会结束。</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Keep sending</source>
        <translation>继续发送</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Viewers</source>
        <translation>观众</translation>
    </message>
    <message>
        <source>Likes</source>
        <translation>点赞</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Back to the broadcast that is ready</source>
        <translation>回到已准备就绪的直播</translation>
    </message>
    <message>
        <source>Not over: resume it or end it.</source>
        <translation>尚未结束：可以继续，也可以结束。</translation>
    </message>
    <message>
        <source>last known: {state}, {time}</source>
        <translation>最后已知：{state}，{time}</translation>
    </message>
    <message>
        <source>Not on air yet. Nobody can see you.</source>
        <translation>尚未开播，观众还看不到你</translation>
    </message>
    <message>
        <source>Only you see the picture. Viewers see nothing yet.</source>
        <translation>只有你能看到画面，观众还看不到</translation>
    </message>
    <message>
        <source>console silent, picture is on</source>
        <translation>控制台无响应，画面正常</translation>
    </message>
    <message>
        <source>since {time}, {code}</source>
        <translation>{time} 起，{code}</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>{time} 起</translation>
    </message>
    <message>
        <source>since {since}, picture stopped {time}</source>
        <translation>{since} 起，{time} 画面中断</translation>
    </message>
    <message>
        <source>an admin keeps it off the air</source>
        <translation>已被管理员暂停</translation>
    </message>
    <message>
        <source>the picture did not come back</source>
        <translation>画面未恢复</translation>
    </message>
    <message>
        <source>ended {time}</source>
        <translation>{time} 已结束</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Server {ms}</source>
        <translation>服务器 {ms}</translation>
    </message>
    <message>
        <source>Go on air</source>
        <translation>开播</translation>
    </message>
    <message>
        <source>Possible as soon as a picture arrives</source>
        <translation>收到画面后即可开播</translation>
    </message>
    <message>
        <source>End…</source>
        <translation>结束…</translation>
    </message>
    <message>
        <source>{viewers} viewers, {likes} likes, server {server}</source>
        <translation>{viewers} 人观看，{likes} 个赞，服务器 {server}</translation>
    </message>
</context>
<context>
    <name>SummaryCard</name>
    <message>
        <source>New broadcast</source>
        <translation>新直播</translation>
    </message>
    <message>
        <source>Same again</source>
        <translation>再来一场</translation>
    </message>
    <message>
        <source>Copy the summary as text</source>
        <translation>以文字复制本场小结</translation>
    </message>
    <message>
        <source>Copy summary</source>
        <translation>复制小结</translation>
    </message>
    <message>
        <source>On air</source>
        <translation>直播时长</translation>
    </message>
    <message>
        <source>It was ended from another window, or by an app of yours.</source>
        <translation>这场直播是在另一个窗口或由你的应用结束的。</translation>
    </message>
    <message>
        <source>The admin says: “{words}”.</source>
        <translation>管理员说明：“{words}”。</translation>
    </message>
    <message>
        <source>Ask the admin of the server why before you begin anew.</source>
        <translation>重新开播前，请先向服务器管理员了解原因。</translation>
    </message>
    <message>
        <source>You are banned with it: you can begin anew when an admin has lifted that.</source>
        <translation>你同时被封禁：管理员解除后才能重新开播。</translation>
    </message>
    <message>
        <source>On air: {day}, {begun} to {over}, {time}</source>
        <translation>直播：{day} {begun} 至 {over}，时长 {time}</translation>
    </message>
    <message>
        <source>Most at once: {n}</source>
        <translation>最高同时观看：{n}</translation>
    </message>
    <message>
        <source>Likes: {n}</source>
        <translation>点赞：{n}</translation>
    </message>
    <message>
        <source>It never was on air.</source>
        <translation>没有开播过。</translation>
    </message>
    <message>
        <source>Live code: {code}</source>
        <translation>直播码：{code}</translation>
    </message>
    <message>
        <source>Most at once</source>
        <translation>最高同时观看</translation>
    </message>
    <message>
        <source>Likes</source>
        <translation>点赞</translation>
    </message>
    <message>
        <source>Stop streaming in OBS too: it does not know.</source>
        <translation>请同时在 OBS 中停止推流，它并不知道直播已结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s), {time} in all</source>
        <translation>
            <numerusform>%n 次中断，共 {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Ended {time}.</source>
        <translation>{time} 已结束。</translation>
    </message>
    <message>
        <source>One segment, no gaps</source>
        <translation>一段完成，没有中断</translation>
    </message>
</context>
<context>
    <name>Support</name>
    <message>
        <source>Save support bundle</source>
        <translation>保存支持包</translation>
    </message>
</context>
<context>
    <name>SwitchQuestion</name>
    <message>
        <source>You are on air. Switch to {name}?</source>
        <translation>你正在直播。切换到 {name}？</translation>
    </message>
    <message>
        <source>Your broadcast goes on only as long as its server waits for this console: some minutes. Come back before that and resume it, or end it first.</source>
        <translation>服务器只会等待此控制台几分钟，之后直播会被移出列表。请在那之前回来继续，或先结束直播。</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>Switch anyway</source>
        <translation>仍然切换</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Something went wrong. Try again; if it stays, see the log.</source>
        <translation>出错了。请重试；若仍出错，请查看日志。</translation>
    </message>
    <message>
        <source>The server refused this. Check what you typed.</source>
        <translation>服务器拒绝了此操作。请检查输入。</translation>
    </message>
    <message>
        <source>The server did not accept this. Check what you typed.</source>
        <translation>服务器无法接受此内容。请检查输入。</translation>
    </message>
    <message>
        <source>This suffix cannot be used. Choose letters, digits, _ and -.</source>
        <translation>此后缀不可用。请使用字母、数字、_ 和 -。</translation>
    </message>
    <message>
        <source>The server did not understand this console. Use the same version of both.</source>
        <translation>服务器无法理解此控制台的请求。请使用相同版本。</translation>
    </message>
    <message>
        <source>That is too long for the server. Shorten the title.</source>
        <translation>内容过长。请缩短标题。</translation>
    </message>
    <message>
        <source>That came too slowly for the server. Check the network and try again.</source>
        <translation>传到服务器太慢了。请检查网络后重试。</translation>
    </message>
    <message>
        <source>The server does not know this any more. Refresh with F5.</source>
        <translation>服务器上已没有此项。请按 F5 刷新。</translation>
    </message>
    <message>
        <source>The server wants the broadcast&apos;s id. Use the same version of both.</source>
        <translation>服务器需要直播的编号。请使用相同版本的控制台和服务器。</translation>
    </message>
    <message>
        <source>The server does not accept your token. Ask its admin for a new one.</source>
        <translation>服务器不接受你的令牌。请向管理员索取新令牌。</translation>
    </message>
    <message>
        <source>This belongs to another host. You can only change your own.</source>
        <translation>这属于其他主播。你只能更改自己的直播。</translation>
    </message>
    <message>
        <source>An admin has banned you from this server. Ask them why.</source>
        <translation>管理员已禁止你使用此服务器。请联系管理员。</translation>
    </message>
    <message>
        <source>Another host has this live code. Choose another suffix.</source>
        <translation>此直播码已被其他主播使用。请换一个后缀。</translation>
    </message>
    <message>
        <source>Your broadcast on this live code is not over. Resume it, or end it first.</source>
        <translation>此直播码上的直播尚未结束。请继续，或先结束它。</translation>
    </message>
    <message>
        <source>This was sent before with other contents. Try once more.</source>
        <translation>此请求曾以不同内容发送。请再试一次。</translation>
    </message>
    <message>
        <source>You have too many unfinished broadcasts. End one first.</source>
        <translation>未结束的直播过多。请先结束一场。</translation>
    </message>
    <message>
        <source>That was too often. Wait a moment and try again.</source>
        <translation>操作过于频繁。请稍候再试。</translation>
    </message>
    <message>
        <source>Another console is running this broadcast. Close it there first.</source>
        <translation>另一个控制台正在进行这场直播。请先在那里关闭。</translation>
    </message>
    <message>
        <source>This broadcast is over. Create a new one to go on air again.</source>
        <translation>这场直播已结束。要再次开播，请新建一场。</translation>
    </message>
    <message>
        <source>This broadcast is not in the live list now. Look again later.</source>
        <translation>这场直播现在不在直播列表中，请稍后再看。</translation>
    </message>
    <message>
        <source>This file is no picture that can be a cover. Choose a JPEG, PNG or WebP.</source>
        <translation>这个文件不能用作封面，请选择 JPEG、PNG 或 WebP 图片。</translation>
    </message>
    <message>
        <source>This picture is too large for a cover. Choose a smaller one.</source>
        <translation>这张图片太大，不能用作封面，请换一张小一些的。</translation>
    </message>
    <message>
        <source>This computer carries one broadcast at a time. Resume or end the other one.</source>
        <translation>本机同一时间只能进行一场直播。请继续或结束另一场。</translation>
    </message>
    <message>
        <source>A host with this id exists. Choose another id.</source>
        <translation>此主播编号已存在。请换一个编号。</translation>
    </message>
    <message>
        <source>The media server refused the picture. Copy both lines into OBS again.</source>
        <translation>媒体服务器拒绝了推流。请把两行重新填进 OBS。</translation>
    </message>
    <message>
        <source>The media server&apos;s message is not signed as the settings say. Its admin should look at the callback key.</source>
        <translation>媒体服务器的消息签名与设置不符。请管理员检查回调密钥。</translation>
    </message>
    <message>
        <source>The server cannot do this just now. Try again in a moment.</source>
        <translation>服务器暂时无法处理。请稍候再试。</translation>
    </message>
    <message>
        <source>The server cannot write its database. Its admin should look at the disk.</source>
        <translation>服务器无法写入数据库。请管理员检查磁盘。</translation>
    </message>
    <message>
        <source>The media server does not answer. Try again in a moment; if it stays, tell its admin.</source>
        <translation>媒体服务器没有应答。请稍后重试；若一直如此，请告诉管理员。</translation>
    </message>
    <message>
        <source>The server does not answer. Check the network and try again.</source>
        <translation>服务器没有应答。请检查网络后重试。</translation>
    </message>
    <message>
        <source>OBS is not running. Start it; it is found by itself.</source>
        <translation>OBS 未运行。启动它，控制台会自动找到。</translation>
    </message>
    <message>
        <source>The WebSocket server of OBS is switched off. In OBS: Tools → WebSocket Server Settings → Enable WebSocket server.</source>
        <translation>OBS 的 WebSocket 服务器未开启。请在 OBS 中：工具 → WebSocket 服务器设置 → 开启 WebSocket 服务器。</translation>
    </message>
    <message>
        <source>Wrong OBS password. In OBS: Tools → WebSocket Server Settings → Show Connect Info.</source>
        <translation>OBS 密码错误。请在 OBS 中查看：工具 → WebSocket 服务器设置 → 显示连接信息。</translation>
    </message>
    <message>
        <source>OBS is too old (28 or later is needed). Update it, or copy both lines by hand.</source>
        <translation>OBS 版本过旧（需 28 或更新）。请更新 OBS，或手动复制这两行。</translation>
    </message>
    <message>
        <source>OBS is streaming: stop it first, then send. OBS allows no change meanwhile.</source>
        <translation>OBS 正在推流：请先停止再发送。推流期间 OBS 不允许更改。</translation>
    </message>
    <message>
        <source>OBS did not do it. Look at OBS: it may be waiting for an answer to a question.</source>
        <translation>OBS 没有执行。请看一下 OBS，它可能正在等待你回答提示。</translation>
    </message>
    <message>
        <source>OBS does not answer. Look at OBS: it may hang, or be waiting for an answer to a question.</source>
        <translation>OBS 没有应答。请看一下 OBS，它可能卡住了，或正在等待你回答提示。</translation>
    </message>
    <message>
        <source>A setting is wrong. Mend it in the settings file.</source>
        <translation>设置有误。请在设置文件中更正。</translation>
    </message>
    <message>
        <source>The server of this computer does not start. What it says stands below: mend that.</source>
        <translation>本机服务器无法启动。请按下方提示解决。</translation>
    </message>
    <message>
        <source>No computer has the server&apos;s name. Check its spelling and the network.</source>
        <translation>找不到服务器名称对应的计算机。请检查拼写和网络。</translation>
    </message>
    <message>
        <source>This computer does not trust the server&apos;s certificate. Check the address, or ask the server&apos;s admin.</source>
        <translation>本机不信任该服务器的证书。请检查地址，或联系服务器管理员。</translation>
    </message>
    <message>
        <source>The server does not speak https there. Check whether the address begins with http:// or https://.</source>
        <translation>服务器在此地址不支持 https。请检查地址应以 http:// 还是 https:// 开头。</translation>
    </message>
    <message>
        <source>The server is at another address. Check whether it begins with http:// or https://.</source>
        <translation>服务器在另一个地址。请检查地址应以 http:// 还是 https:// 开头。</translation>
    </message>
    <message>
        <source>What answers there is no LiveDesk server. Check the address; a guest network may want you to log in first.</source>
        <translation>该地址上的不是 LiveDesk 服务器。请检查地址；访客网络可能需要先登录。</translation>
    </message>
    <message>
        <source>This computer has no token for the server. Paste its connect string in Settings.</source>
        <translation>本机没有此服务器的令牌。请在“设置”中粘贴连接串。</translation>
    </message>
    <message>
        <source>The keyring of this computer does not give out the server&apos;s token. Unlock it, then try again.</source>
        <translation>本机的密钥环没有给出服务器的令牌。请解锁后重试。</translation>
    </message>
    <message>
        <source>No computer has the name given for OBS. Check its spelling and the network.</source>
        <translation>找不到填写的 OBS 主机名。请检查拼写和网络。</translation>
    </message>
    <message>
        <source>OBS asks for a password. In OBS: Tools → WebSocket Server Settings → Show Connect Info.</source>
        <translation>OBS 需要密码。请在 OBS 中查看：工具 → WebSocket 服务器设置 → 显示连接信息。</translation>
    </message>
    <message>
        <source>What answers there is not OBS. Check host and port in OBS&apos;s connect info.</source>
        <translation>那里应答的不是 OBS。请对照 OBS 的连接信息检查主机和端口。</translation>
    </message>
    <message>
        <source>OBS was closed, or broke off the connection. It is looked for again.</source>
        <translation>OBS 已关闭或断开了连接。正在重新查找。</translation>
    </message>
    <message>
        <source>OBS did not keep the two lines. Send once more; if it stays, copy both by hand.</source>
        <translation>OBS 没有保存这两行。请再发送一次；若仍如此，请手动复制。</translation>
    </message>
    <message>
        <source>OBS did not take back what it had. Look in OBS: Settings → Stream.</source>
        <translation>OBS 没有恢复之前的设置。请在 OBS 中查看：设置 → 直播。</translation>
    </message>
    <message>
        <source>OBS did not start streaming. Look at OBS: it says why, and may wait for an answer.</source>
        <translation>OBS 没有开始推流。请看一下 OBS，它会说明原因，也可能在等待你回答。</translation>
    </message>
    <message>
        <source>OBS has not stopped yet; a stream delay may be set. Stop it in OBS itself.</source>
        <translation>OBS 还没有停止，可能设置了推流延迟。请直接在 OBS 中停止。</translation>
    </message>
    <message>
        <source>The proxy or the certificates of this computer cannot be used. What is wrong stands below: mend that.</source>
        <translation>本机的代理或证书设置无法使用。请按下方提示解决。</translation>
    </message>
    <message>
        <source>No picture has arrived yet.</source>
        <translation>还没有收到画面。</translation>
    </message>
    <message>
        <source>This console is beating.</source>
        <translation>控制台心跳正常。</translation>
    </message>
    <message>
        <source>The media server says publishing and this console is beating.</source>
        <translation>媒体服务器报告正在推流，控制台心跳正常。</translation>
    </message>
    <message>
        <source>The picture is on, but the server does not hear this console.</source>
        <translation>画面正常，但服务器收不到此控制台的心跳。</translation>
    </message>
    <message>
        <source>The media server says the picture stopped.</source>
        <translation>媒体服务器报告推流结束。</translation>
    </message>
    <message>
        <source>The media server was asked and has no picture any more.</source>
        <translation>已询问媒体服务器，它已没有画面。</translation>
    </message>
    <message>
        <source>OBS has stopped streaming.</source>
        <translation>OBS 已停止推流。</translation>
    </message>
    <message>
        <source>The server missed the beats of this console.</source>
        <translation>服务器没有收到此控制台的心跳。</translation>
    </message>
    <message>
        <source>This is a rehearsal: viewers see nothing until you go on air.</source>
        <translation>这是彩排：开播之前观众看不到画面。</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>You ended it.</source>
        <translation>由你结束。</translation>
    </message>
    <message>
        <source>An admin keeps it off the air for a while. It may come back.</source>
        <translation>管理员暂时禁止开播，之后可能恢复。</translation>
    </message>
    <message>
        <source>An admin ended it.</source>
        <translation>由管理员结束。</translation>
    </message>
    <message>
        <source>The live code expired with no picture.</source>
        <translation>直播码已过期，且没有画面。</translation>
    </message>
    <message>
        <source>This file cannot be opened. Choose another one.</source>
        <translation>无法打开此文件。请换一个。</translation>
    </message>
    <message>
        <source>This is not a picture. Choose a JPEG, PNG or WebP file.</source>
        <translation>这不是图片。请选择 JPEG、PNG 或 WebP 文件。</translation>
    </message>
    <message>
        <source>This file is too large for a cover. Choose a smaller one.</source>
        <translation>文件太大，不能用作封面。请换一个小一些的。</translation>
    </message>
    <message>
        <source>Play address copied.</source>
        <translation>播放地址已复制。</translation>
    </message>
    <message>
        <source>Watch page copied.</source>
        <translation>已复制观看页地址。</translation>
    </message>
    <message>
        <source>Live code copied.</source>
        <translation>已复制直播码。</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{min} min {s} s</source>
        <translation>{min} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {min} min</source>
        <translation>{h} 小时 {min} 分</translation>
    </message>
    <message>
        <source>{min} min</source>
        <translation>{min} 分钟</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} 毫秒</translation>
    </message>
    <message>
        <source>played {time} on {device}</source>
        <translation>{device} 已播放 {time}</translation>
    </message>
    <message>
        <source>played {time} by a viewer</source>
        <translation>已有观众播放 {time}</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>明天 {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>{date} {time}</source>
        <translation>{date} {time}</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation>yyyy年M月d日 dddd</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <translation>M月d日 dddd</translation>
    </message>
    <message>
        <source>{one} {next}</source>
        <translation>{one}{next}</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Trail</name>
    <message>
        <source>{why} Rule {n}.</source>
        <translation>{why}规则 {n}。</translation>
    </message>
    <message>
        <source>{state}, console silent</source>
        <translation>{state}，控制台无响应</translation>
    </message>
    <message>
        <source>session {id}</source>
        <translation>会话 {id}</translation>
    </message>
    <message>
        <source>Why is it on air?</source>
        <translation>为什么是直播中？</translation>
    </message>
    <message>
        <source>Why is it interrupted?</source>
        <translation>为什么中断了？</translation>
    </message>
    <message>
        <source>Why is it offline?</source>
        <translation>为什么离线了？</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>What the server knows</source>
        <translation>服务器掌握的情况</translation>
    </message>
    <message>
        <source>When it comes back, the same broadcast continues.</source>
        <translation>画面恢复后，同一场直播自动继续，无需操作。</translation>
    </message>
    <message>
        <source>When the picture returns, the same broadcast continues.</source>
        <translation>画面恢复后，同一场直播自动继续。</translation>
    </message>
    <message>
        <source>This broadcast is over. A new one begins with Go live.</source>
        <translation>这场直播已结束。可在“开播”中新建直播。</translation>
    </message>
</context>
<context>
    <name>TrailSheet</name>
    <message>
        <source>Every signal that counted, in the order of time</source>
        <translation>每条起作用的信号，按时间先后</translation>
    </message>
    <message>
        <source>Show earlier ones</source>
        <translation>显示更早的记录</translation>
    </message>
    <message>
        <source>Copy the trail as text</source>
        <translation>复制判定记录为文本</translation>
    </message>
    <message>
        <source>Reason: {reason}, rule {n}</source>
        <translation>原因：{reason}，规则 {n}</translation>
    </message>
    <message>
        <source>As of {time}. {why}</source>
        <translation>截至 {time}。{why}</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>回调</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>查询</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show LiveDesk</source>
        <translation>显示 LiveDesk</translation>
    </message>
    <message>
        <source>Copy the watch link</source>
        <translation>复制观看链接</translation>
    </message>
    <message>
        <source>Copy for chat</source>
        <translation>复制到群聊</translation>
    </message>
    <message>
        <source>Quit LiveDesk</source>
        <translation>退出 LiveDesk</translation>
    </message>
</context>
<context>
    <name>TrayDesk</name>
    <message>
        <source>This is only a try.</source>
        <translation>这只是一次测试。</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>What you see is the last known. LiveDesk keeps trying.</source>
        <translation>当前显示的是最后已知的数据，LiveDesk 会继续重试。</translation>
    </message>
    <message>
        <source>This window no longer keeps it in the live list.</source>
        <translation>此窗口不再使其保留在直播列表中。</translation>
    </message>
    <message>
        <source>An admin keeps you off the air until {time} ({left}).</source>
        <translation>管理员暂停了你的直播，到 {time} 为止（还有 {left}）。</translation>
    </message>
    <message>
        <source>An admin keeps you off the air.</source>
        <translation>管理员暂停了你的直播。</translation>
    </message>
    <message>
        <source>Viewers see that you are offline. Nothing is lost: when the hold is over, start streaming again and the same broadcast goes on.</source>
        <translation>观众看到你已离线。数据没有丢失：暂停结束后重新推流，同一场直播会继续。</translation>
    </message>
    <message>
        <source>The admin says: “{words}”.</source>
        <translation>管理员说明：“{words}”。</translation>
    </message>
    <message>
        <source>No reason was given: ask the admin.</source>
        <translation>没有说明原因，可联系管理员了解。</translation>
    </message>
    <message>
        <source>Your live code has ended.</source>
        <translation>直播码已失效。</translation>
    </message>
    <message>
        <source>Your code ends in {time}.</source>
        <translation>直播码将在 {time}后失效。</translation>
    </message>
    <message>
        <source>A running show is never cut. But OBS could not start again with it: renew it now.</source>
        <translation>正在进行的直播不会被切断，但 OBS 无法再用它重新开始推流：请现在续期。</translation>
    </message>
    <message>
        <source>A running show is never cut; only a new start of OBS needs a good code. Renew it; OBS need not stop.</source>
        <translation>正在进行的直播不会被切断，只有 OBS 重新开始推流才需要有效的直播码。续期即可，OBS 无需停止。</translation>
    </message>
    <message>
        <source>OBS cannot start with it any more. Renew it, then send it to OBS again.</source>
        <translation>OBS 不能再用它开始推流。请续期，然后重新发送到 OBS。</translation>
    </message>
    <message>
        <source>Longer than that? Renew it; OBS need not stop.</source>
        <translation>要播更久？续期即可，OBS 无需停止。</translation>
    </message>
    <message>
        <source>This computer slept for {time}.</source>
        <translation>这台电脑休眠了 {time}。</translation>
    </message>
    <message>
        <source>You are on air. Meanwhile nothing may have been sent: look at the picture.</source>
        <translation>你正在直播。休眠期间可能没有推送任何内容：请检查画面。</translation>
    </message>
    <message>
        <source>Meanwhile nothing was sent, and the live list has dropped you. Start streaming in OBS again: the same broadcast goes on.</source>
        <translation>休眠期间没有推流，你已从直播列表移除。请在 OBS 中重新开始推流，仍是同一场直播。</translation>
    </message>
    <message>
        <source>Your live code is as it was. Keep the computer awake while you are on air.</source>
        <translation>直播码没有变化。直播时请让电脑保持唤醒。</translation>
    </message>
    <message>
        <source>The server has not taken the end yet.</source>
        <translation>服务器尚未确认结束。</translation>
    </message>
    <message>
        <source>LiveDesk keeps trying until it has.</source>
        <translation>LiveDesk 会一直重试，直到确认为止。</translation>
    </message>
    <message>
        <source>You are off the live list.</source>
        <translation>你已不在直播列表中。</translation>
    </message>
    <message>
        <source>You are off the live list: no picture for {time}.</source>
        <translation>你已不在直播列表中：画面已中断 {time}。</translation>
    </message>
    <message>
        <source>Start streaming in OBS again: the same broadcast goes on.</source>
        <translation>请在 OBS 中重新开始推流，同一场直播会继续。</translation>
    </message>
    <message>
        <source>Start streaming in OBS within {time}: then your live code ends.</source>
        <translation>请在 {time}内在 OBS 中开始推流，之后直播码将失效。</translation>
    </message>
    <message>
        <source>No answer from the server for {time}. Your picture still goes out.</source>
        <translation>服务器已 {time}没有应答。你的画面仍在正常推送。</translation>
    </message>
    <message>
        <source>No answer from the server for {time}.</source>
        <translation>服务器已 {time}没有应答。</translation>
    </message>
    <message>
        <source>Nothing is lost: your live code stays as it is.</source>
        <translation>没有任何丢失：你的直播码保持不变。</translation>
    </message>
    <message>
        <source>The live list may show you as offline. Keep streaming: the first answer brings the same broadcast back.</source>
        <translation>直播列表可能将你显示为离线。请继续推流：服务器一应答，同一场直播自动恢复。</translation>
    </message>
    <message>
        <source>Your place in the live list is safe until {time} ({left}). Keep streaming.</source>
        <translation>在 {time} 之前（还有 {left}）你仍会留在直播列表中。请继续推流。</translation>
    </message>
    <message>
        <source>Next try in {s} s</source>
        <translation>{s} 秒后重试</translation>
    </message>
    <message>
        <source>The picture stopped.</source>
        <translation>画面已中断。</translation>
    </message>
    <message>
        <source>The picture stopped {time} ago.</source>
        <translation>画面在 {time}前中断。</translation>
    </message>
    <message>
        <source>OBS is reconnecting.</source>
        <translation>OBS 正在重新连接。</translation>
    </message>
    <message>
        <source>Viewers see “One moment”. Start streaming in OBS again: the same broadcast returns with the picture.</source>
        <translation>观众看到“请稍候”。请在 OBS 中重新开始推流；恢复后仍是同一场。</translation>
    </message>
    <message>
        <source>Viewers see “One moment”. If it is not back by {time} ({left}), you are taken off the list; the same broadcast returns with the picture.</source>
        <translation>观众看到“请稍候”。若 {time}（{left}内）仍未恢复，你将从列表移除；恢复后仍是同一场。</translation>
    </message>
    <message>
        <source>seconds left of {s}</source>
        <translation>秒（共 {s} 秒）</translation>
    </message>
</context>
<context>
    <name>ViewersCard</name>
    <message>
        <source>Viewers</source>
        <translation>观众</translation>
    </message>
    <message>
        <source>peak {n}</source>
        <translation>最高 {n}</translation>
    </message>
    <message>
        <source>{n} viewers now, {peak} at most</source>
        <translation>现在 {n} 人观看，最高 {peak} 人</translation>
    </message>
</context>
<context>
    <name>WaysSheet</name>
    <message>
        <source>Other ways to send</source>
        <translation>其他推流方式</translation>
    </message>
    <message>
        <source>Instead of OBS. The stream key is in both: show them to nobody.</source>
        <translation>代替 OBS。两者都含有推流码，请勿给别人看。</translation>
    </message>
    <message>
        <source>Any app that scans a push address</source>
        <translation>任何能扫描推流地址的应用</translation>
    </message>
    <message>
        <source>Larix Broadcaster</source>
        <translation>Larix Broadcaster</translation>
    </message>
    <message>
        <source>QR code of the push address</source>
        <translation>推流地址二维码</translation>
    </message>
    <message>
        <source>ffmpeg command</source>
        <translation>ffmpeg 命令</translation>
    </message>
    <message>
        <source>Copy the ffmpeg command</source>
        <translation>复制 ffmpeg 命令</translation>
    </message>
    <message>
        <source>Phone encoder</source>
        <translation>手机推流</translation>
    </message>
    <message>
        <source>ffmpeg</source>
        <translation>ffmpeg</translation>
    </message>
    <message>
        <source>Sends a file. Put its name in place of video.mp4.</source>
        <translation>推送一个文件，请把 video.mp4 换成文件名。</translation>
    </message>
    <message>
        <source>The copy is cleared after 60 s.</source>
        <translation>复制 60 秒后从剪贴板清除。</translation>
    </message>
    <message>
        <source>Show QR code</source>
        <translation>显示二维码</translation>
    </message>
    <message>
        <source>It stays hidden while a picture goes out.</source>
        <translation>推流期间始终隐藏。</translation>
    </message>
    <message>
        <source>This push address only works on this computer: no phone can send here.</source>
        <translation>这个推流地址只在这台电脑有效，手机无法推流。</translation>
    </message>
    <message>
        <source>Shown for {s} s, and only while you look at this window.</source>
        <translation>显示 {s} 秒，离开此窗口即隐藏。</translation>
    </message>
    <message>
        <source>Hide, {s} s</source>
        <translation>隐藏，{s} 秒</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Nothing to install and no account. LiveDesk runs its own small server here.</source>
        <translation>无需安装和账号。LiveDesk 在本机运行自己的小型服务器。</translation>
    </message>
    <message>
        <source>A server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>For real audiences. Your admin gives you one line of text to paste.</source>
        <translation>面向真实观众。管理员会给你一行文字，粘贴即可。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Phones on the same Wi-Fi can watch if you share</source>
        <translation>开启共享后，同一 Wi-Fi 的手机可以观看</translation>
    </message>
    <message>
        <source>One broadcast at a time, OBS on this computer</source>
        <translation>一次一场直播，OBS 在本机</translation>
    </message>
    <message>
        <source>Good for trying out and rehearsing</source>
        <translation>适合试用和彩排</translation>
    </message>
    <message>
        <source>Where will you broadcast from?</source>
        <translation>你要从哪里直播？</translation>
    </message>
    <message>
        <source>You can change this, or add more servers, at any time in Settings.</source>
        <translation>以后可以随时在“设置”中更改，或添加更多服务器。</translation>
    </message>
    <message>
        <source>Start on this computer</source>
        <translation>在本机开始</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Connect anyway</source>
        <translation>仍然连接</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Starts a server on 127.0.0.1. Nobody else can reach it until you share it.</source>
        <translation>在 127.0.0.1 启动服务器。开启共享前，其他人无法访问。</translation>
    </message>
    <message>
        <source>The token in it is kept safe on this computer and shown to nobody.</source>
        <translation>其中的令牌安全保存在本机，不会显示给任何人。</translation>
    </message>
</context>
<context>
    <name>WhoButton</name>
    <message>
        <source>Switch server</source>
        <translation>切换服务器</translation>
    </message>
</context>
<context>
    <name>WordsSheet</name>
    <message>
        <source>What does OBS say?</source>
        <translation>OBS 提示了什么？</translation>
    </message>
    <message>
        <source>Choose what OBS shows; the server knows the rest.</source>
        <translation>选择 OBS 显示的内容，其余由服务器来看。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>The server: {saw}</source>
        <translation>服务器：{saw}</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
</context>
</TS>
