<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>Actions</name>
  <message>
   <source>&amp;Open file…</source>
   <translation>打开文件(&amp;O)…</translation>
  </message>
  <message>
   <source>Open a video or images</source>
   <translation>打开视频或图片</translation>
  </message>
  <message>
   <source>Look through the images of a folder</source>
   <translation>浏览文件夹中的图片</translation>
  </message>
  <message>
   <source>Open &amp;address…</source>
   <translation>打开地址(&amp;A)…</translation>
  </message>
  <message>
   <source>Open a stream or a video on a server</source>
   <translation>打开视频流或服务器上的视频</translation>
  </message>
  <message>
   <source>Play the &amp;demo</source>
   <translation>播放演示(&amp;D)</translation>
  </message>
  <message>
   <source>Play the built-in clip</source>
   <translation>播放内置短片</translation>
  </message>
  <message>
   <source>Open se&amp;veral…</source>
   <translation>打开多个(&amp;V)…</translation>
  </message>
  <message>
   <source>Watch files, cameras and addresses side by side</source>
   <translation>并排观看文件、摄像头和地址</translation>
  </message>
  <message>
   <source>Open s&amp;ite…</source>
   <translation>打开站点(&amp;I)…</translation>
  </message>
  <message>
   <source>Watch what a site file names</source>
   <translation>观看站点文件所列的来源</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>关闭(&amp;C)</translation>
  </message>
  <message>
   <source>Close what is playing</source>
   <translation>关闭正在播放的内容</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>退出(&amp;Q)</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>关闭窗口</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>播放(&amp;P)</translation>
  </message>
  <message>
   <source>Play or pause</source>
   <translation>播放或暂停</translation>
  </message>
  <message>
   <source>Frame &amp;back</source>
   <translation>上一帧(&amp;B)</translation>
  </message>
  <message>
   <source>Show the frame before</source>
   <translation>显示上一帧</translation>
  </message>
  <message>
   <source>Frame &amp;forward</source>
   <translation>下一帧(&amp;F)</translation>
  </message>
  <message>
   <source>Show the next frame</source>
   <translation>显示下一帧</translation>
  </message>
  <message>
   <source>5 seconds back</source>
   <translation>后退 5 秒</translation>
  </message>
  <message>
   <source>Go back 5 seconds; with images, to the one before</source>
   <translation>后退 5 秒；图片则为上一张</translation>
  </message>
  <message>
   <source>5 seconds on</source>
   <translation>前进 5 秒</translation>
  </message>
  <message>
   <source>Go on 5 seconds; with images, to the next one</source>
   <translation>前进 5 秒；图片则为下一张</translation>
  </message>
  <message>
   <source>To the &amp;start</source>
   <translation>到开头(&amp;S)</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>转到第一帧</translation>
  </message>
  <message>
   <source>To the &amp;end</source>
   <translation>到结尾(&amp;E)</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>转到最后一帧</translation>
  </message>
  <message>
   <source>&amp;Jump to…</source>
   <translation>跳转到(&amp;J)…</translation>
  </message>
  <message>
   <source>Go to a time, a frame or a share of the whole</source>
   <translation>跳转到某个时间、某一帧或全长的某个比例</translation>
  </message>
  <message>
   <source>1 second back</source>
   <translation>后退 1 秒</translation>
  </message>
  <message>
   <source>Go back 1 second</source>
   <translation>后退 1 秒</translation>
  </message>
  <message>
   <source>S&amp;top</source>
   <translation>停止(&amp;T)</translation>
  </message>
  <message>
   <source>Stop; the next start is at normal speed</source>
   <translation>停止；再次播放时为正常速度</translation>
  </message>
  <message>
   <source>Play, then faster</source>
   <translation>播放，然后加快</translation>
  </message>
  <message>
   <source>Play; again for twice and four times the speed</source>
   <translation>播放；再按为两倍、四倍速度</translation>
  </message>
  <message>
   <source>&amp;Slower</source>
   <translation>减慢(&amp;S)</translation>
  </message>
  <message>
   <source>Play slower</source>
   <translation>放慢播放</translation>
  </message>
  <message>
   <source>F&amp;aster</source>
   <translation>加快(&amp;A)</translation>
  </message>
  <message>
   <source>Play faster</source>
   <translation>加快播放</translation>
  </message>
  <message>
   <source>Open what was c&amp;opied</source>
   <translation>打开已复制的内容(&amp;O)</translation>
  </message>
  <message>
   <source>Open the files or the address on the clipboard</source>
   <translation>打开剪贴板中的文件或地址</translation>
  </message>
  <message>
   <source>&amp;Snapshot…</source>
   <translation>快照(&amp;S)…</translation>
  </message>
  <message>
   <source>Save the image as it is shown</source>
   <translation>按所见保存图像</translation>
  </message>
  <message>
   <source>Co&amp;py image</source>
   <translation>复制图像(&amp;P)</translation>
  </message>
  <message>
   <source>Copy the image as it is shown</source>
   <translation>按所见复制图像</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>录制(&amp;R)</translation>
  </message>
  <message>
   <source>Record the annotated video, at once</source>
   <translation>立即录制带标注的视频</translation>
  </message>
  <message>
   <source>&amp;Export table…</source>
   <translation>导出表格(&amp;E)…</translation>
  </message>
  <message>
   <source>Save one row for each face of each frame</source>
   <translation>每一帧的每张人脸保存一行</translation>
  </message>
  <message>
   <source>Export peo&amp;ple…</source>
   <translation>导出人员(&amp;P)…</translation>
  </message>
  <message>
   <source>Save who is listed: contact sheet, table, subtitles</source>
   <translation>保存列表中的人：缩略图页、表格、字幕</translation>
  </message>
  <message>
   <source>Export &amp;charts…</source>
   <translation>导出图表(&amp;C)…</translation>
  </message>
  <message>
   <source>Save the charts as an image</source>
   <translation>将图表保存为图片</translation>
  </message>
  <message>
   <source>&amp;Analyse whole files…</source>
   <translation>分析整个文件(&amp;A)…</translation>
  </message>
  <message>
   <source>Analyse files at full speed, in the background</source>
   <translation>在后台全速分析文件</translation>
  </message>
  <message>
   <source>&amp;Whole files</source>
   <translation>整个文件(&amp;W)</translation>
  </message>
  <message>
   <source>Show the files that are analysed, wait for it, or are done</source>
   <translation>显示正在分析、等待或已完成的文件</translation>
  </message>
  <message>
   <source>Clear the &amp;session</source>
   <translation>清除会话(&amp;S)</translation>
  </message>
  <message>
   <source>Begin counting and charts anew</source>
   <translation>重新开始计数和图表</translation>
  </message>
  <message>
   <source>&amp;Full screen</source>
   <translation>全屏(&amp;F)</translation>
  </message>
  <message>
   <source>Fill the screen with the image; Esc leaves</source>
   <translation>图像充满屏幕；按 Esc 退出</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>放大(&amp;I)</translation>
  </message>
  <message>
   <source>Enlarge the image (also the mouse wheel)</source>
   <translation>放大图像（也可用鼠标滚轮）</translation>
  </message>
  <message>
   <source>Zoom o&amp;ut</source>
   <translation>缩小(&amp;U)</translation>
  </message>
  <message>
   <source>Make the image smaller</source>
   <translation>缩小图像</translation>
  </message>
  <message>
   <source>Whole i&amp;mage</source>
   <translation>完整图像(&amp;M)</translation>
  </message>
  <message>
   <source>Show the whole image</source>
   <translation>显示完整图像</translation>
  </message>
  <message>
   <source>P&amp;eople</source>
   <translation>人物(&amp;E)</translation>
  </message>
  <message>
   <source>Show the people in view</source>
   <translation>显示画面中的人物</translation>
  </message>
  <message>
   <source>&amp;Charts</source>
   <translation>图表(&amp;C)</translation>
  </message>
  <message>
   <source>Show the session's charts</source>
   <translation>显示本次会话的图表</translation>
  </message>
  <message>
   <source>E&amp;verybody</source>
   <translation>所有人(&amp;V)</translation>
  </message>
  <message>
   <source>Show everybody in the film</source>
   <translation>显示影片中的所有人</translation>
  </message>
  <message>
   <source>Save ana&amp;lysis…</source>
   <translation>保存分析(&amp;L)…</translation>
  </message>
  <message>
   <source>Save what is known of the file, with your corrections</source>
   <translation>保存已知的文件信息以及您的更正</translation>
  </message>
  <message>
   <source>Open analysi&amp;s…</source>
   <translation>打开分析(&amp;S)…</translation>
  </message>
  <message>
   <source>Open a saved analysis with its video</source>
   <translation>打开已保存的分析及其视频</translation>
  </message>
  <message>
   <source>&amp;Undo correction</source>
   <translation>撤销更正(&amp;U)</translation>
  </message>
  <message>
   <source>Take back the last correction</source>
   <translation>撤销上一次更正</translation>
  </message>
  <message>
   <source>&amp;Redo correction</source>
   <translation>重做更正(&amp;R)</translation>
  </message>
  <message>
   <source>Make the correction again</source>
   <translation>重新进行更正</translation>
  </message>
  <message>
   <source>Part &amp;begins here</source>
   <translation>片段从此开始(&amp;B)</translation>
  </message>
  <message>
   <source>Let the chosen part of the file begin here</source>
   <translation>让所选片段从此处开始</translation>
  </message>
  <message>
   <source>Part &amp;ends here</source>
   <translation>片段到此结束(&amp;E)</translation>
  </message>
  <message>
   <source>Let the chosen part of the file end here</source>
   <translation>让所选片段到此处结束</translation>
  </message>
  <message>
   <source>All of the &amp;file</source>
   <translation>整个文件(&amp;F)</translation>
  </message>
  <message>
   <source>Choose no part of the file any more</source>
   <translation>不再选择文件的片段</translation>
  </message>
  <message>
   <source>&amp;Settings…</source>
   <translation>设置(&amp;S)…</translation>
  </message>
  <message>
   <source>Engine, detector, smoothing, theme</source>
   <translation>引擎、检测器、平滑、主题</translation>
  </message>
  <message>
   <source>&amp;Keys</source>
   <translation>按键(&amp;K)</translation>
  </message>
  <message>
   <source>Show what the keys do</source>
   <translation>显示各按键的作用</translation>
  </message>
  <message>
   <source>&amp;About FaceLens</source>
   <translation>关于 FaceLens(&amp;A)</translation>
  </message>
  <message>
   <source>What the estimates are worth, and what happens to your images</source>
   <translation>估计值有多可靠，您的图像会怎样处理</translation>
  </message>
  <message>
   <source>&amp;Add files…</source>
   <translation>添加文件(&amp;A)…</translation>
  </message>
  <message>
   <source>Watch further files beside these</source>
   <translation>在旁边观看更多文件</translation>
  </message>
  <message>
   <source>Add a&amp;ddress…</source>
   <translation>添加地址(&amp;D)…</translation>
  </message>
  <message>
   <source>Watch a stream or a camera beside these</source>
   <translation>在旁边观看视频流或摄像头</translation>
  </message>
  <message>
   <source>&amp;Remove source</source>
   <translation>移除来源(&amp;R)</translation>
  </message>
  <message>
   <source>Stop watching the source that is marked</source>
   <translation>停止观看所选来源</translation>
  </message>
  <message>
   <source>&amp;Begin again</source>
   <translation>重新开始(&amp;B)</translation>
  </message>
  <message>
   <source>Open the source that is marked again; a file from its start</source>
   <translation>重新打开所选来源；文件从头开始</translation>
  </message>
  <message>
   <source>&amp;Save site</source>
   <translation>保存站点(&amp;S)</translation>
  </message>
  <message>
   <source>Write sources, lines and zones into the site file</source>
   <translation>将来源、线和区域写入站点文件</translation>
  </message>
  <message>
   <source>Save site &amp;as…</source>
   <translation>站点另存为(&amp;A)…</translation>
  </message>
  <message>
   <source>Write them into another site file</source>
   <translation>写入另一个站点文件</translation>
  </message>
  <message>
   <source>Stop watching and close this window</source>
   <translation>停止观看并关闭此窗口</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>线(&amp;L)</translation>
  </message>
  <message>
   <source>Draw a line that people cross: click twice, or drag</source>
   <translation>绘制人员越过的线：单击两次，或拖动</translation>
  </message>
  <message>
   <source>&amp;Zone</source>
   <translation>区域(&amp;Z)</translation>
  </message>
  <message>
   <source>Draw an area that people are in: click its corners</source>
   <translation>绘制人员所在的区域：单击各个角点</translation>
  </message>
  <message>
   <source>&amp;Mask</source>
   <translation>遮罩(&amp;M)</translation>
  </message>
  <message>
   <source>Black an area out: click its corners</source>
   <translation>将一块区域涂黑：单击各个角点</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>重命名(&amp;R)</translation>
  </message>
  <message>
   <source>Give the line or zone another name</source>
   <translation>为线或区域改名</translation>
  </message>
  <message>
   <source>&amp;Turn round</source>
   <translation>反转方向(&amp;T)</translation>
  </message>
  <message>
   <source>Let the line count the other way as in</source>
   <translation>将线的另一方向计为进入</translation>
  </message>
  <message>
   <source>&amp;Delete</source>
   <translation>删除(&amp;D)</translation>
  </message>
  <message>
   <source>Delete the line, zone or mask that is marked</source>
   <translation>删除所选的线、区域或遮罩</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>撤销(&amp;U)</translation>
  </message>
  <message>
   <source>Take back the last change to the site</source>
   <translation>撤回对站点的上一次更改</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>重做(&amp;E)</translation>
  </message>
  <message>
   <source>Make the change to the site again</source>
   <translation>再次执行对站点的更改</translation>
  </message>
  <message>
   <source>All a&amp;like</source>
   <translation>大小相同(&amp;L)</translation>
  </message>
  <message>
   <source>Show all sources in the same size; 1 to 9 make one large, Esc goes back</source>
   <translation>以相同大小显示所有来源；1 至 9 放大一个，Esc 返回</translation>
  </message>
  <message>
   <source>Side &amp;list</source>
   <translation>侧边列表(&amp;L)</translation>
  </message>
  <message>
   <source>Show lines and zones with their counts beside the images</source>
   <translation>在图像旁显示线和区域及其计数</translation>
  </message>
  <message>
   <source>F&amp;ull screen</source>
   <translation>全屏(&amp;U)</translation>
  </message>
  <message>
   <source>Fill the screen with the images; Esc leaves</source>
   <translation>用图像填满屏幕；Esc 退出</translation>
  </message>
  <message>
   <source>&amp;Loop</source>
   <translation>循环(&amp;L)</translation>
  </message>
  <message>
   <source>Begin anew at the end</source>
   <translation>到结尾后从头开始</translation>
  </message>
  <message>
   <source>&amp;Analyse in the background</source>
   <translation>后台分析(&amp;A)</translation>
  </message>
  <message>
   <source>Analyse all of a file while it is watched</source>
   <translation>观看时分析整个文件</translation>
  </message>
  <message>
   <source>&amp;Mute</source>
   <translation>静音(&amp;M)</translation>
  </message>
  <message>
   <source>Switch the sound off; at other speeds than 1× there is none</source>
   <translation>关闭声音；1× 以外的速度没有声音</translation>
  </message>
  <message>
   <source>&amp;Overlay</source>
   <translation>叠加层(&amp;O)</translation>
  </message>
  <message>
   <source>Draw boxes and labels on the image</source>
   <translation>在图像上绘制框和标签</translation>
  </message>
  <message>
   <source>&amp;Age</source>
   <translation>年龄(&amp;A)</translation>
  </message>
  <message>
   <source>Show the age</source>
   <translation>显示年龄</translation>
  </message>
  <message>
   <source>&amp;Gender</source>
   <translation>性别(&amp;G)</translation>
  </message>
  <message>
   <source>Show the gender</source>
   <translation>显示性别</translation>
  </message>
  <message>
   <source>&amp;Ethnicity</source>
   <translation>族裔(&amp;E)</translation>
  </message>
  <message>
   <source>Show the ethnicity</source>
   <translation>显示族裔</translation>
  </message>
  <message>
   <source>Age &amp;interval</source>
   <translation>年龄区间(&amp;I)</translation>
  </message>
  <message>
   <source>Show how far the age may be off</source>
   <translation>显示年龄可能的误差</translation>
  </message>
  <message>
   <source>&amp;Protect faces</source>
   <translation>保护人脸(&amp;P)</translation>
  </message>
  <message>
   <source>Blur the faces in image, snapshot and recording</source>
   <translation>在图像、快照和录像中模糊人脸</translation>
  </message>
  <message>
   <source>Side &amp;panel</source>
   <translation>侧边栏(&amp;P)</translation>
  </message>
  <message>
   <source>Show people and charts beside the image</source>
   <translation>在图像旁显示人物和图表</translation>
  </message>
 </context>
 <context>
  <name>About</name>
  <message>
   <source>Do not use it to decide about people.</source>
   <translation>请勿用它来对人作出决定。</translation>
  </message>
  <message>
   <source>FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.</source>
   <translation>FaceLens：Apache License 2.0。人脸检测：YuNet 和 MediaPipe，Apache License 2.0。</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>群体</translation>
  </message>
  <message>
   <source>Faces</source>
   <translation>人脸数</translation>
  </message>
  <message>
   <source>Age, years off</source>
   <translation>年龄误差（岁）</translation>
  </message>
  <message>
   <source>Gender wrong</source>
   <translation>性别错误</translation>
  </message>
  <message>
   <source>Ethnicity wrong</source>
   <translation>族裔错误</translation>
  </message>
  <message>
   <source>I understand</source>
   <translation>我明白了</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Estimates, not facts</source>
   <translation>是估计，不是事实</translation>
  </message>
  <message>
   <source>FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a person's identity. Two genders and five ethnicities are all that the training data knows.</source>
   <translation>FaceLens 说的是一张脸在模型看来如何。这可能与真实年龄相差很大，也绝不代表一个人的身份。训练数据只区分两种性别和五种族裔。</translation>
  </message>
  <message>
   <source>More wrong for some than for others</source>
   <translation>对某些人的错误更多</translation>
  </message>
  <message>
   <source>Nothing leaves this computer</source>
   <translation>数据不会离开这台电脑</translation>
  </message>
  <message>
   <source>All images are analysed here. FaceLens opens no connection but to addresses that you enter.</source>
   <translation>所有图像都在本机分析。除您输入的地址外，FaceLens 不会打开任何连接。</translation>
  </message>
  <message>
   <source>People are recognised while you watch</source>
   <translation>观看时会识别人物</translation>
  </message>
  <message>
   <source>Whoever comes back within a video or in front of a camera keeps the number. What faces look like is kept in memory for that alone, and forgotten when another source is opened. The preferences switch it off.</source>
   <translation>在视频中或摄像头前再次出现的人会保留编号。人脸的样子只为此保存在内存中，打开其他来源时即被忘记。可在设置中关闭。</translation>
  </message>
  <message>
   <source>Nothing is stored unless you ask</source>
   <translation>未经您要求不会保存任何内容</translation>
  </message>
  <message>
   <source>Images, videos and tables are written only when you save them. Remembered are your settings and the names of the files opened last.</source>
   <translation>图像、视频和表格只在您保存时才写入。会记住的是您的设置和最近打开的文件名。</translation>
  </message>
  <message>
   <source>On average the age is off by {all} years</source>
   <translation>年龄平均误差为 {all} 岁</translation>
  </message>
  <message>
   <source>{group} people</source>
   <translation>{group} 群体</translation>
  </message>
  <message>
   <source>Before you begin</source>
   <translation>开始之前</translation>
  </message>
  <message>
   <source>About FaceLens</source>
   <translation>关于 FaceLens</translation>
  </message>
  <message>
   <source>Copy for a bug report</source>
   <translation>复制以报告错误</translation>
  </message>
  <message>
   <source>Copy the versions and the engine; no images, no names of files</source>
   <translation>复制版本和引擎；不含图像和文件名</translation>
  </message>
  <message>
   <source>Errors differ between groups of people.</source>
   <translation>不同群体的误差不同。</translation>
  </message>
  <message>
   <source>: by {least} for {best}, by {most} for {worst}</source>
   <translation>：{best} 误差 {least}，{worst} 误差 {most}</translation>
  </message>
  <message>
   <source>; the gender is wrong for {n} in 100 faces</source>
   <translation>；每 100 张人脸中有 {n} 张性别判断错误</translation>
  </message>
  <message>
   <source>people aged {years}</source>
   <translation>{years} 岁的人</translation>
  </message>
  <message>
   <source>The model's card holds no metrics.</source>
   <translation>模型卡中没有指标。</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>所有人</translation>
  </message>
  <message>
   <source>Measured on: {data}</source>
   <translation>测量数据：{data}</translation>
  </message>
  <message>
   <source>How wrong the model is</source>
   <translation>模型的误差</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>本机安装</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>许可证</translation>
  </message>
  <message>
   <source>Version {n}</source>
   <translation>版本 {n}</translation>
  </message>
 </context>
 <context>
  <name>AnalyseDialog</name>
  <message>
   <source>There are results already of {names}.</source>
   <translation>{names} 已有结果。</translation>
  </message>
  <message>
   <source>Analyse whole files</source>
   <translation>分析整个文件</translation>
  </message>
  <message>
   <source>Files to analyse</source>
   <translation>要分析的文件</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>添加文件…</translation>
  </message>
  <message>
   <source>Add folder…</source>
   <translation>添加文件夹…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
  <message>
   <source>Beside each file</source>
   <translation>与各文件同处</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>选择…</translation>
  </message>
  <message>
   <source>Choose the folder to write into</source>
   <translation>选择写入的文件夹</translation>
  </message>
  <message>
   <source>Keep them, and write new files beside them</source>
   <translation>保留它们，并在旁边写入新文件</translation>
  </message>
  <message>
   <source>Replace them, once the new ones are complete</source>
   <translation>新结果完成后替换它们</translation>
  </message>
  <message>
   <source>Folder to write into</source>
   <translation>写入的文件夹</translation>
  </message>
  <message>
   <source>There are results already of {names} and others.</source>
   <translation>{names} 等已有结果。</translation>
  </message>
  <message>
   <source>What should be analysed?</source>
   <translation>要分析什么？</translation>
  </message>
  <message>
   <source>What should be written?</source>
   <translation>要写入什么？</translation>
  </message>
  <message>
   <source>Add to the queue</source>
   <translation>加入队列</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>开始</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Of {name} only {part}</source>
   <translation>{name} 仅 {part}</translation>
  </message>
 </context>
 <context>
  <name>Confirm</name>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Something went wrong</source>
   <translation>出错了</translation>
  </message>
  <message>
   <source>FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. The details below help to find the fault; they hold no images.</source>
   <translation>FaceLens 遇到了自身的故障。窗口会继续工作；如有异常，请重新启动。下面的详细信息有助于查找故障，其中不含图像。</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>详细信息</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>复制详细信息</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>A file is being analysed. What is done so far is kept, the rest is not analysed.</source>
   <translation>正在分析一个文件。已完成的部分会保留，其余部分不再分析。</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>正在加载模型…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln 帧</numerusform>
   </translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>Close all the same</source>
   <translation>仍然关闭</translation>
  </message>
  <message>
   <source>Whole files</source>
   <translation>整个文件</translation>
  </message>
  <message>
   <source>Nothing is being analysed.</source>
   <translation>没有正在分析的文件。</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>添加文件…</translation>
  </message>
  <message>
   <source>Remove finished</source>
   <translation>移除已完成的</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Sooner</source>
   <translation>提前</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>推后</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>停止…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>打开文件夹</translation>
  </message>
  <message>
   <source>Open in the window</source>
   <translation>在窗口中打开</translation>
  </message>
  <message>
   <source>Finishing the files…</source>
   <translation>正在完成文件…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln 人</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} ({older} is left as it was)</source>
   <translation>{name}（{older} 保持不变）</translation>
  </message>
  <message>
   <source>Stop analysing {name}? What is done so far is kept.</source>
   <translation>停止分析 {name}？已完成的部分会保留。</translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>等待中的 %Ln 个文件将被忘记。</numerusform>
   </translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>等待中</translation>
  </message>
  <message>
   <source>Being analysed</source>
   <translation>正在分析</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept</source>
   <translation>已停止；完成的部分已保留</translation>
  </message>
  <message>
   <source>Ended early</source>
   <translation>提前结束</translation>
  </message>
  <message>
   <source>{n} a second</source>
   <translation>每秒 {n}</translation>
  </message>
  <message>
   <source>{n} of {all} frames</source>
   <translation>{n} / {all} 帧</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>{time} 内 %Ln 帧</numerusform>
   </translation>
  </message>
  <message>
   <source>Progress of {name}</source>
   <translation>{name} 的进度</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>剩余 {time}</translation>
  </message>
  <message>
   <source>mean age {n}</source>
   <translation>平均年龄 {n}</translation>
  </message>
 </context>
 <context>
  <name>JumpDialog</name>
  <message>
   <source>1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%</source>
   <translation>1:23、83（秒）、1:02:03.5、frame 400 或 50%</translation>
  </message>
  <message>
   <source>Jump to</source>
   <translation>跳转到</translation>
  </message>
  <message>
   <source>Where to</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>跳转</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>The number of an image, or 50%</source>
   <translation>图片编号或 50%</translation>
  </message>
  <message>
   <source>“{text}” is no place in it.</source>
   <translation>“{text}”不是其中的位置。</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>Open a video or images</source>
   <translation>打开视频或图片</translation>
  </message>
  <message>
   <source>Open address</source>
   <translation>打开地址</translation>
  </message>
  <message>
   <source>Address of a stream or video (rtsp://, http://, …)</source>
   <translation>视频流或视频的地址（rtsp://、http://、…）</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Open a folder of images</source>
   <translation>打开图片文件夹</translation>
  </message>
  <message>
   <source>Videos and images</source>
   <translation>视频和图片</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>视频</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>所有文件</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>How far away faces are looked for; the further, the slower</source>
   <translation>在多远的距离内查找人脸；越远越慢</translation>
  </message>
  <message>
   <source>Faces narrower than this are left out; small ones are read badly</source>
   <translation>比这更窄的人脸会被忽略；小脸难以判断</translation>
  </message>
  <message>
   <source>What is a face with a lower probability is left out</source>
   <translation>是人脸的概率低于此值的会被忽略</translation>
  </message>
  <message>
   <source>Gives people numbers and averages over time; off, every frame stands for itself</source>
   <translation>给人物编号并按时间取平均；关闭后每帧单独判断</translation>
  </message>
  <message>
   <source>By their faces, within one source and in memory only; off, each appearance counts as a person</source>
   <translation>根据人脸，仅限同一来源且只在内存中；关闭后每次出现都算一个人</translation>
  </message>
  <message>
   <source>What image, snapshot and recording show of the faces themselves</source>
   <translation>图像、快照和录像如何显示人脸</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>设置</translation>
  </message>
  <message>
   <source>What runs the model</source>
   <translation>用什么运行模型</translation>
  </message>
  <message>
   <source>What predicts age, gender and ethnicity</source>
   <translation>用什么估计年龄、性别和族裔</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>Colours of the window</source>
   <translation>窗口的颜色</translation>
  </message>
  <message>
   <source>Works from the next start on</source>
   <translation>下次启动时生效</translation>
  </message>
  <message>
   <source>Changes work at once and are remembered.</source>
   <translation>更改立即生效并会被记住。</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>恢复默认设置</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>All settings and the window's size as at the first start</source>
   <translation>所有设置和窗口大小恢复到首次启动时</translation>
  </message>
  <message>
   <source>Analysis</source>
   <translation>分析</translation>
  </message>
  <message>
   <source>Automatic: large on a graphics card</source>
   <translation>自动：有显卡时用大模型</translation>
  </message>
  <message>
   <source>Small: fast</source>
   <translation>小：快速</translation>
  </message>
  <message>
   <source>Large: right more often, four times the cost</source>
   <translation>大：更常正确，耗时四倍</translation>
  </message>
  <message>
   <source>Automatic: fits the scene</source>
   <translation>自动：适应场景</translation>
  </message>
  <message>
   <source>Near: up to 2 m</source>
   <translation>近：2 米以内</translation>
  </message>
  <message>
   <source>Far: up to 5 m</source>
   <translation>远：5 米以内</translation>
  </message>
  <message>
   <source>Wide: small faces in large scenes</source>
   <translation>广：大场景中的小脸</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>图像</translation>
  </message>
  <message>
   <source>As they are</source>
   <translation>原样</translation>
  </message>
  <message>
   <source>Blurred</source>
   <translation>模糊</translation>
  </message>
  <message>
   <source>Pixelated</source>
   <translation>马赛克</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>窗口</translation>
  </message>
  <message>
   <source>As the system</source>
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
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed</source>
   <translation>已保存 {path}。其中有 {all} 帧中的 {n} 帧；整个文件分析完后将包含全部</translation>
  </message>
  <message>
   <source>Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)</source>
   <translation>图片 (*.png);;报告 (*.html);;矢量图 (*.svg);;数据 (*.csv);;JPEG (*.jpg)</translation>
  </message>
  <message>
   <source>Save snapshot</source>
   <translation>保存快照</translation>
  </message>
  <message>
   <source>Images (*.png *.jpg)</source>
   <translation>图片 (*.png *.jpg)</translation>
  </message>
  <message>
   <source>Save table</source>
   <translation>保存表格</translation>
  </message>
  <message>
   <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
   <translation>表格 (*.csv);;JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>打开文件夹</translation>
  </message>
  <message>
   <source>Contact sheet (*.html)</source>
   <translation>缩略图页 (*.html)</translation>
  </message>
  <message>
   <source>Table of people (*.csv)</source>
   <translation>人员表格 (*.csv)</translation>
  </message>
  <message>
   <source>JSON Lines (*.jsonl)</source>
   <translation>JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Subtitles (*.ass *.vtt)</source>
   <translation>字幕 (*.ass *.vtt)</translation>
  </message>
  <message>
   <source>Summary (*.json)</source>
   <translation>摘要 (*.json)</translation>
  </message>
  <message>
   <source>Save people</source>
   <translation>保存人员</translation>
  </message>
  <message>
   <source>Save charts</source>
   <translation>保存图表</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>替换</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>已保存 {path}</translation>
  </message>
  <message>
   <source>{name} is there already. Replace it?</source>
   <translation>{name} 已存在。要替换吗？</translation>
  </message>
 </context>
 <context>
  <name>SeveralDialog</name>
  <message>
   <source>Open several</source>
   <translation>打开多个</translation>
  </message>
  <message>
   <source>What should be watched side by side?</source>
   <translation>要并排观看什么？</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>添加文件…</translation>
  </message>
  <message>
   <source>Add address…</source>
   <translation>添加地址…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Nine at most are shown side by side. Remove some, or put them in the queue.</source>
   <translation>最多并排显示九个。请移除一些，或放入队列。</translation>
  </message>
  <message>
   <source>They share the models, and people are known again from one to the other.</source>
   <translation>它们共用模型，人员在各来源之间会被重新认出。</translation>
  </message>
 </context>
 <context>
  <name>Shortcuts</name>
  <message>
   <source>Keys</source>
   <translation>按键</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
 </context>
 <context>
  <name>FilmControls</name>
  <message>
   <source>1 person</source>
   <translation>1 人</translation>
  </message>
  <message>
   <source>Save analysis</source>
   <translation>保存分析</translation>
  </message>
  <message>
   <source>Open analysis</source>
   <translation>打开分析</translation>
  </message>
  <message>
   <source>{share} analysed</source>
   <translation>已分析 {share}</translation>
  </message>
  <message>
   <source>Analysis (*{ending})</source>
   <translation>分析 (*{ending})</translation>
  </message>
  <message>
   <source>{name} is not the video that was analysed</source>
   <translation>{name} 不是所分析的视频</translation>
  </message>
  <message>
   <source>Part: {part}</source>
   <translation>片段：{part}</translation>
  </message>
  <message>
   <source>{people}, memory full</source>
   <translation>{people}，内存已满</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} 人</translation>
  </message>
  <message>
   <source>Where is {name}?</source>
   <translation>{name} 在哪里？</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>已保存 {name}</translation>
  </message>
 </context>
 <context>
  <name>JobControls</name>
  <message>
   <source>{name} could not be analysed to its end: {reason}</source>
   <translation>{name} 未能分析到结尾：{reason}</translation>
  </message>
  <message>
   <source>Analysing: {share}, {n} waiting</source>
   <translation>正在分析：{share}，{n} 个等待</translation>
  </message>
  <message>
   <source>Analysing: {share}</source>
   <translation>正在分析：{share}</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>显示</translation>
  </message>
  <message>
   <source>Results of the files that were analysed</source>
   <translation>已分析文件的结果</translation>
  </message>
  <message>
   <source>{name} is being analysed; a click shows all files</source>
   <translation>正在分析 {name}；点击显示所有文件</translation>
  </message>
  <message>
   <source>Files analysed: {n}</source>
   <translation>已分析的文件：{n}</translation>
  </message>
  <message>
   <source>{name} is analysed</source>
   <translation>{name} 已分析</translation>
  </message>
 </context>
 <context>
  <name>Labels</name>
  <message>
   <source>Engine</source>
   <translation>引擎</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>Detector range</source>
   <translation>检测范围</translation>
  </message>
  <message>
   <source>Smallest face</source>
   <translation>最小人脸</translation>
  </message>
  <message>
   <source>Certainty of a face</source>
   <translation>人脸置信度</translation>
  </message>
  <message>
   <source>Follow people and smooth their values</source>
   <translation>跟踪人物并平滑其数值</translation>
  </message>
  <message>
   <source>Recognise people who come back</source>
   <translation>识别再次出现的人</translation>
  </message>
  <message>
   <source>Faces in the image</source>
   <translation>图像中的人脸</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>主题</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Open &amp;folder of images…</source>
   <translation>打开图片文件夹(&amp;F)…</translation>
  </message>
  <message>
   <source>Annotated copy</source>
   <translation>带标注的副本</translation>
  </message>
  <message>
   <source>Table (CSV): one row for each face of each frame</source>
   <translation>表格 (CSV)：每一帧的每张人脸一行</translation>
  </message>
  <message>
   <source>Summary (JSON): people, ages, shares</source>
   <translation>摘要 (JSON)：人物、年龄、比例</translation>
  </message>
  <message>
   <source>Automatic: the fastest that works</source>
   <translation>自动：可用的最快者</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>处理器</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA)</source>
   <translation>NVIDIA 显卡 (CUDA)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (TensorRT)</source>
   <translation>NVIDIA 显卡 (TensorRT)</translation>
  </message>
  <message>
   <source>Male</source>
   <translation>男性</translation>
  </message>
  <message>
   <source>Female</source>
   <translation>女性</translation>
  </message>
  <message>
   <source>White</source>
   <translation>白人</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>黑人</translation>
  </message>
  <message>
   <source>Asian</source>
   <translation>亚裔</translation>
  </message>
  <message>
   <source>Indian</source>
   <translation>印度裔</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>其他</translation>
  </message>
  <message>
   <source>Gender unsure</source>
   <translation>性别不确定</translation>
  </message>
  <message>
   <source>Ethnicity unsure</source>
   <translation>族裔不确定</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Forget the people, charts and table of this session? What was saved stays.</source>
   <translation>要忘记本次会话的人物、图表和表格吗？已保存的内容会保留。</translation>
  </message>
  <message>
   <source>Set everything back as at the first start? The list of files opened last is cleared too.</source>
   <translation>要将一切恢复到首次启动时吗？最近打开的文件列表也会清空。</translation>
  </message>
  <message>
   <source>The file can't be analysed in the background: {reason}</source>
   <translation>无法在后台分析该文件：{reason}</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>正在加载模型…</translation>
  </message>
  <message>
   <source>Analysis begins in a moment</source>
   <translation>分析即将开始</translation>
  </message>
  <message>
   <source>Drop to open</source>
   <translation>松开以打开</translation>
  </message>
  <message>
   <source>chosen automatically</source>
   <translation>自动选择</translation>
  </message>
  <message>
   <source>chosen in the settings</source>
   <translation>在设置中选择</translation>
  </message>
  <message>
   <source>Analysis goes on with {name}: {reason}</source>
   <translation>改用 {name} 继续分析：{reason}</translation>
  </message>
  <message>
   <source>These settings do not work here, so analysis goes on with those before: {reason}</source>
   <translation>这些设置在此不可用，因此按之前的设置继续分析：{reason}</translation>
  </message>
  <message>
   <source>Images are shown without analysis: {reason}</source>
   <translation>图像未经分析显示：{reason}</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>FaceLens 的故障使其终止</translation>
  </message>
  <message>
   <source>The image is copied</source>
   <translation>图像已复制</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>恢复</translation>
  </message>
  <message>
   <source>No analysis</source>
   <translation>未分析</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>Side by side…</source>
   <translation>并排观看…</translation>
  </message>
  <message>
   <source>Analyse all…</source>
   <translation>全部分析…</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>清除</translation>
  </message>
  <message>
   <source>{name} is opened, the first of {n}</source>
   <translation>已打开 {name}，共 {n} 个中的第一个</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>文件(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>编辑(&amp;E)</translation>
  </message>
  <message>
   <source>&amp;Playback</source>
   <translation>播放(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>视图(&amp;V)</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>帮助(&amp;H)</translation>
  </message>
  <message>
   <source>&amp;Camera</source>
   <translation>摄像头(&amp;C)</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>最近打开(&amp;R)</translation>
  </message>
  <message>
   <source>C&amp;lear the list</source>
   <translation>清空列表(&amp;L)</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>工具</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>选择摄像头</translation>
  </message>
  <message>
   <source>No camera found; plug one in</source>
   <translation>未找到摄像头；请插入一个</translation>
  </message>
 </context>
 <context>
  <name>Cameras</name>
  <message>
   <source>Camera {n}</source>
   <translation>摄像头 {n}</translation>
  </message>
 </context>
 <context>
  <name>SaveControls</name>
  <message>
   <source>Stop &amp;recording</source>
   <translation>停止录制(&amp;R)</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>录制(&amp;R)</translation>
  </message>
 </context>
 <context>
  <name>DrawingControls</name>
  <message>
   <source>Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.</source>
   <translation>拖动角点和边即可移动。F2 重命名，Del 删除，T 反转线的方向。</translation>
  </message>
  <message>
   <source>Click where the line begins and where it ends, or drag. The arrow shows which way is in.</source>
   <translation>单击线的起点和终点，或拖动。箭头指示进入方向。</translation>
  </message>
  <message>
   <source>Click each corner; Return, a double click or the first corner closes. Backspace takes one back.</source>
   <translation>依次单击各个角点；按回车、双击或单击第一个角点即可闭合。退格键撤回一个。</translation>
  </message>
  <message>
   <source>Click a source, or press its number, to make it large. L, Z and M draw.</source>
   <translation>单击来源或按其编号可放大。L、Z、M 用于绘制。</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>线</translation>
  </message>
  <message>
   <source>Zone</source>
   <translation>区域</translation>
  </message>
 </context>
 <context>
  <name>SiteWindows</name>
  <message>
   <source>Side by side</source>
   <translation>并排观看</translation>
  </message>
  <message>
   <source>Open site</source>
   <translation>打开站点</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>站点 (*.toml)</translation>
  </message>
  <message>
   <source>Several sources need the package {name}, which is missing: pip install -r {file}</source>
   <translation>多个来源需要缺少的软件包 {name}：pip install -r {file}</translation>
  </message>
 </context>
 <context>
  <name>Shapes</name>
  <message>
   <source>{n} now</source>
   <translation>现在 {n}</translation>
  </message>
  <message>
   <source>Mask {n}</source>
   <translation>遮罩 {n}</translation>
  </message>
  <message>
   <source>in {n}  out {m}</source>
   <translation>进 {n}  出 {m}</translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation>{n} 秒</translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} 分</translation>
  </message>
 </context>
 <context>
  <name>ShapesPanel</name>
  <message>
   <source>Sources, lines and zones</source>
   <translation>来源、线和区域</translation>
  </message>
  <message>
   <source>opening</source>
   <translation>正在打开</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln 人</numerusform>
   </translation>
  </message>
  <message>
   <source>away</source>
   <translation>离线</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>已结束</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>失败</translation>
  </message>
  <message>
   <source>Line: who goes over it the way of the arrow goes in</source>
   <translation>线：沿箭头方向越过者为进入</translation>
  </message>
  <message>
   <source>Zone: who is in it now, and how long they stay on average</source>
   <translation>区域：现在在其中的人数，以及平均停留时间</translation>
  </message>
  <message>
   <source>Mask: is black before anything looks, once the site goes on with it</source>
   <translation>遮罩：在任何分析之前即为黑色</translation>
  </message>
 </context>
 <context>
  <name>SiteMenus</name>
  <message>
   <source>&amp;File</source>
   <translation>文件(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Sources</source>
   <translation>来源(&amp;S)</translation>
  </message>
  <message>
   <source>&amp;Draw</source>
   <translation>绘制(&amp;D)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>视图(&amp;V)</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>帮助(&amp;H)</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>工具</translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message>
   <source>The site file was changed by somebody else. What you have changed here is not saved yet.</source>
   <translation>站点文件已被他人更改。您在此处的更改尚未保存。</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>至今 %Ln 人</numerusform>
   </translation>
  </message>
  <message>
   <source>Close without saving what you have changed of this site?</source>
   <translation>不保存您对此站点的更改就关闭吗？</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>正在加载模型…</translation>
  </message>
  <message>
   <source>Take the file's</source>
   <translation>采用文件中的内容</translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln 次到访</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing is watched</source>
   <translation>没有在观看任何来源</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>FaceLens 的故障使其终止</translation>
  </message>
  <message>
   <source>Nine sources at most are shown side by side.</source>
   <translation>最多并排显示九个来源。</translation>
  </message>
  <message>
   <source>This is the last source: close the window to stop watching it.</source>
   <translation>这是最后一个来源：要停止观看，请关闭窗口。</translation>
  </message>
  <message>
   <source>Save site</source>
   <translation>保存站点</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>站点 (*.toml)</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>已保存 {path}</translation>
  </message>
  <message>
   <source>{fps} frames per second</source>
   <translation>每秒 {fps} 帧</translation>
  </message>
  <message>
   <source>Close unsaved</source>
   <translation>不保存并关闭</translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>%Ln 秒没有新图像</numerusform>
   </translation>
  </message>
  <message>
   <source>The end</source>
   <translation>结束</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln 人</numerusform>
   </translation>
  </message>
  <message>
   <source>Away. Trying again…</source>
   <translation>离线。正在重试…</translation>
  </message>
  <message>
   <source>Does not open</source>
   <translation>无法打开</translation>
  </message>
  <message>
   <source>Waiting for the first image…</source>
   <translation>正在等待第一幅图像…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>正在打开…</translation>
  </message>
  <message>
   <source>Play again</source>
   <translation>再次播放</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}。正在重试…</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>尚未查找人脸：整体遮盖</translation>
  </message>
  <message>
   <source>{fps} fps</source>
   <translation>{fps} 帧/秒</translation>
  </message>
  <message>
   <source>{n} ms old</source>
   <translation>{n} 毫秒前</translation>
  </message>
 </context>
 <context>
  <name>SourceControls</name>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>重新打开</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>暂停(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>播放(&amp;P)</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>正在打开 {name}…</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}。正在重试…</translation>
  </message>
  <message>
   <source>{name} has ended</source>
   <translation>{name} 已结束</translation>
  </message>
  <message>
   <source>{name} gives no new image. It is still waited for.</source>
   <translation>{name} 没有新图像，仍在等待。</translation>
  </message>
 </context>
 <context>
  <name>AgeCourseChart</name>
  <message>
   <source>{time}: {age} years ({low}–{high})</source>
   <translation>{time}：{age} 岁（{low}–{high}）</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>年龄随时间的变化</translation>
  </message>
  <message>
   <source>Between {low} and {high} years</source>
   <translation>{low} 至 {high} 岁之间</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Message</source>
   <translation>消息</translation>
  </message>
  <message>
   <source>Put this message away</source>
   <translation>收起此消息</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>关闭</translation>
  </message>
 </context>
 <context>
  <name>Charts</name>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person.</source>
   <translation>计数规则：{rule}。再次出现的算同一人。</translation>
  </message>
  <message>
   <source>{low} to {high} in 95 of 100 cases, with the errors that the model makes</source>
   <translation>考虑模型误差，100 次中有 95 次在 {low} 到 {high} 之间</translation>
  </message>
  <message>
   <source>Ages</source>
   <translation>年龄</translation>
  </message>
  <message>
   <source>People by decade of age and gender</source>
   <translation>按年龄段和性别统计的人数</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>族裔</translation>
  </message>
  <message>
   <source>Share of people</source>
   <translation>人数比例</translation>
  </message>
  <message>
   <source>People in view</source>
   <translation>画面中的人数</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>随时间变化</translation>
  </message>
  <message>
   <source>Mean age in view</source>
   <translation>画面中的平均年龄</translation>
  </message>
  <message>
   <source>nothing analysed, or nobody</source>
   <translation>未分析，或没有人</translation>
  </message>
  <message>
   <source>{name}: {n} of {all}</source>
   <translation>{name}：{n} / {all}</translation>
  </message>
  <message>
   <source>different people</source>
   <translation>不同的人</translation>
  </message>
  <message>
   <source>mean age</source>
   <translation>平均年龄</translation>
  </message>
  <message>
   <source>{value} in view</source>
   <translation>画面中 {value}</translation>
  </message>
  <message>
   <source>{value} years</source>
   <translation>{value} 岁</translation>
  </message>
  <message>
   <source>person</source>
   <translation>人</translation>
  </message>
  <message>
   <source>likely {low} to {high} %</source>
   <translation>可能为 {low} 至 {high} %</translation>
  </message>
 </context>
 <context>
  <name>Gallery</name>
  <message>
   <source>This is no face: delete</source>
   <translation>这不是人脸：删除</translation>
  </message>
  <message>
   <source>Gender is</source>
   <translation>性别是</translation>
  </message>
  <message>
   <source>Ethnicity is</source>
   <translation>族裔是</translation>
  </message>
  <message>
   <source>Age is about</source>
   <translation>年龄约为</translation>
  </message>
  <message>
   <source>Somebody else was there at</source>
   <translation>另一个人出现于</translation>
  </message>
  <message>
   <source>This is the same person as</source>
   <translation>与此人是同一人</translation>
  </message>
  <message>
   <source>{people} are the same person</source>
   <translation>{people} 是同一个人</translation>
  </message>
  <message>
   <source>First seen</source>
   <translation>最先出现</translation>
  </message>
  <message>
   <source>Longest in view</source>
   <translation>出现最久</translation>
  </message>
  <message>
   <source>Youngest</source>
   <translation>最年轻</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>最年长</translation>
  </message>
  <message>
   <source>Most visits</source>
   <translation>出现次数最多</translation>
  </message>
  <message>
   <source>Least sure</source>
   <translation>最不确定</translation>
  </message>
  <message>
   <source>Search: women 20-35, seen at least 10 s</source>
   <translation>搜索：women 20-35, seen at least 10 s</translation>
  </message>
  <message>
   <source>Search people</source>
   <translation>搜索人物</translation>
  </message>
  <message>
   <source>Sort people</source>
   <translation>人物排序</translation>
  </message>
  <message>
   <source>Nobody is known yet.</source>
   <translation>尚无已知的人物。</translation>
  </message>
  <message>
   <source>Everybody in the film</source>
   <translation>影片中的所有人</translation>
  </message>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.</source>
   <translation>计数规则：{rule}。再次出现的算同一人；可能为 {low} 到 {high} 人。</translation>
  </message>
  <message>
   <source>Nobody fits this search.</source>
   <translation>没有人符合此搜索。</translation>
  </message>
  <message>
   <source>1 person</source>
   <translation>1 人</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>此人的全部信息</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} 张图片</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} / {all}</translation>
  </message>
  <message>
   <source>{n} visits</source>
   <translation>{n} 次出现</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} 人</translation>
  </message>
 </context>
 <context>
  <name>EmptyState</name>
  <message>
   <source>Drop a video or an image here</source>
   <translation>将视频或图片拖放到此处</translation>
  </message>
  <message>
   <source>Age, gender and ethnicity of its faces, estimated on this computer</source>
   <translation>人脸的年龄、性别和族裔，均在本机估计</translation>
  </message>
  <message>
   <source>Open a file</source>
   <translation>打开文件</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>选择摄像头</translation>
  </message>
  <message>
   <source>Show a camera's image</source>
   <translation>显示摄像头画面</translation>
  </message>
  <message>
   <source>Play the demo</source>
   <translation>播放演示</translation>
  </message>
  <message>
   <source>Opened last</source>
   <translation>最近打开</translation>
  </message>
  <message>
   <source>Open {name} again</source>
   <translation>再次打开 {name}</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>Click to highlight this person in the image, double click for all about them</source>
   <translation>单击在图像中突出显示此人，双击查看全部信息</translation>
  </message>
  <message>
   <source>Click to highlight this person in the image</source>
   <translation>点击以在图像中突出显示此人</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>此人的全部信息</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} 岁</translation>
  </message>
 </context>
 <context>
  <name>PeopleInView</name>
  <message>
   <source>Different people since the file was opened. Counted: {rule}. Who has just come is in view, and counts a moment later.</source>
   <translation>文件打开以来的不同人数。计数规则：{rule}。刚出现的人先显示在画面中，稍后计入。</translation>
  </message>
  <message>
   <source>1 counted</source>
   <translation>已计 1 人</translation>
  </message>
  <message>
   <source>Whoever is in the image appears here.</source>
   <translation>图像中的人会显示在这里。</translation>
  </message>
  <message>
   <source>{n} in view</source>
   <translation>画面中 {n} 人</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>另有 {n} 个</translation>
  </message>
  <message>
   <source>Faces appear as soon as the models are loaded.</source>
   <translation>模型加载后即显示人脸。</translation>
  </message>
  <message>
   <source>Nobody in view.</source>
   <translation>画面中没有人。</translation>
  </message>
  <message>
   <source>{n} counted</source>
   <translation>已计 {n} 人</translation>
  </message>
 </context>
 <context>
  <name>PeopleTab</name>
  <message>
   <source>In view</source>
   <translation>画面中</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>所有人</translation>
  </message>
 </context>
 <context>
  <name>PersonPage</name>
  <message>
   <source>It is not certain that all appearances are the same person's</source>
   <translation>不能确定所有出现都是同一人</translation>
  </message>
  <message>
   <source>Back to everybody (Esc)</source>
   <translation>返回所有人（Esc）</translation>
  </message>
  <message>
   <source>The person before (←)</source>
   <translation>上一个人（←）</translation>
  </message>
  <message>
   <source>The next person (→)</source>
   <translation>下一个人（→）</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>年龄随时间的变化</translation>
  </message>
  <message>
   <source>Gender</source>
   <translation>性别</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>族裔</translation>
  </message>
  <message>
   <source>Appearances</source>
   <translation>出现</translation>
  </message>
  <message>
   <source>A click goes there</source>
   <translation>单击即可跳转</translation>
  </message>
  <message>
   <source>Correct…</source>
   <translation>更正…</translation>
  </message>
  <message>
   <source>Say what is wrong about this person</source>
   <translation>指出此人的错误之处</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>所有人</translation>
  </message>
  <message>
   <source>{time} in view, {n} frames</source>
   <translation>出现 {time}，{n} 帧</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} 岁</translation>
  </message>
  <message>
   <source>{low}–{high} in 4 of 5 cases</source>
   <translation>五次中有四次为 {low}–{high}</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} 张图像</translation>
  </message>
  <message>
   <source>Appearances: {n}</source>
   <translation>出现：{n} 次</translation>
  </message>
  <message>
   <source>Image {n}</source>
   <translation>图像 {n}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n}/{all}</translation>
  </message>
  <message>
   <source>corrected</source>
   <translation>已更正</translation>
  </message>
 </context>
 <context>
  <name>RecordingBadge</name>
  <message>
   <source>Recording: {text}</source>
   <translation>正在录制：{text}</translation>
  </message>
 </context>
 <context>
  <name>SidePanel</name>
  <message>
   <source>People</source>
   <translation>人物</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>图表</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>Frames a second that the source gives</source>
   <translation>来源每秒提供的帧数</translation>
  </message>
  <message>
   <source>Frames a second that are analysed and shown</source>
   <translation>每秒分析并显示的帧数</translation>
  </message>
  <message>
   <source>Frames passed over since newer ones had arrived</source>
   <translation>因已有更新的帧而跳过的帧</translation>
  </message>
  <message>
   <source>Time between a frame's due moment and its appearance on the screen</source>
   <translation>从帧应显示的时刻到其出现在屏幕上的时间</translation>
  </message>
  <message>
   <source>Images that could not be read, and why</source>
   <translation>无法读取的图片及原因</translation>
  </message>
  <message>
   <source>{n} skipped</source>
   <translation>跳过 {n} 张</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>已暂停</translation>
  </message>
  <message>
   <source>Analysis can't keep up: only part of the frames is analysed and shown, the newest each time</source>
   <translation>分析跟不上：只分析并显示部分帧，每次取最新的</translation>
  </message>
  <message>
   <source>Source {n} fps</source>
   <translation>来源 {n} fps</translation>
  </message>
  <message>
   <source>Analysed {n} fps</source>
   <translation>分析 {n} fps</translation>
  </message>
  <message>
   <source>Dropped {n}</source>
   <translation>丢弃 {n}</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>另有 {n} 个</translation>
  </message>
  <message>
   <source>Latency {n} ms</source>
   <translation>延迟 {n} ms</translation>
  </message>
 </context>
 <context>
  <name>Timeline</name>
  <message>
   <source>Let the analysis go on</source>
   <translation>让分析继续</translation>
  </message>
  <message>
   <source>Hold the analysis of this file</source>
   <translation>暂停分析此文件</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>Hold</source>
   <translation>暂停</translation>
  </message>
 </context>
 <context>
  <name>_Chart</name>
  <message>
   <source>Timeline</source>
   <translation>时间轴</translation>
  </message>
  <message>
   <source>Who is in view when; a click goes there, the wheel zooms</source>
   <translation>谁在何时出现；点击跳转，滚轮缩放</translation>
  </message>
 </context>
 <context>
  <name>TransportBar</name>
  <message>
   <source>Volume; sound is played at normal speed</source>
   <translation>音量；正常速度时播放声音</translation>
  </message>
  <message>
   <source>the end</source>
   <translation>结尾</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>Position: drag, click, or use the arrow keys, Home and End</source>
   <translation>位置：拖动、点击，或用方向键、Home 和 End</translation>
  </message>
  <message>
   <source>LIVE</source>
   <translation>直播</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>速度</translation>
  </message>
  <message>
   <source>Speed of the video ([ slower, ] faster)</source>
   <translation>视频速度（[ 减慢，] 加快）</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>音量</translation>
  </message>
  <message>
   <source>{start} to {end}</source>
   <translation>{start} 至 {end}</translation>
  </message>
  <message>
   <source>No sound device was found</source>
   <translation>未找到声音设备</translation>
  </message>
  <message>
   <source>Time {time}</source>
   <translation>时间 {time}</translation>
  </message>
  <message>
   <source>frame {n}</source>
   <translation>第 {n} 帧</translation>
  </message>
 </context>
 <context>
  <name>VideoView</name>
  <message>
   <source>Image</source>
   <translation>图像</translation>
  </message>
  <message>
   <source>The video or image, with the faces found in it</source>
   <translation>视频或图像，以及其中找到的人脸</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>尚未查找人脸：整体遮盖</translation>
  </message>
 </context>
</TS>
