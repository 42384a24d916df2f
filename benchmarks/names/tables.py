"""Parts of common names, from which the clean names of the bench are drawn. No real persons."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任姚卢沈"
    "姜崔钟谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
"""A hundred surnames of China, the most common first."""

GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅琳雪慧莉婷颖倩佳欣怡雨晨浩宇轩子涵梓豪思睿"
    "博文嘉诗琪梦瑶建国志海波峰鑫鹏飞龙辉斌凯亮林春燕晓小丹萍玲凤荣生成东安宁天一可心乐然俊泽航远翔健康永"
    "庆祥福贵昌盛德仁义礼智信诚立新光正中南北阳江河山川云风月星辰"
)
"""Characters of given names."""

CITIES = (
    "Shenzhen Guangzhou Yiwu Hangzhou Ningbo Dongguan Shanghai Xiamen Quanzhou Foshan Zhongshan Jinhua "
    "Wenzhou Suzhou Qingdao Fuzhou Nanjing Chengdu Wuhan Zhengzhou Hebei Zhejiang Putian Taizhou Jiaxing"
).split()
FIRM_SYLLABLES = (
    "hao yu xin da hua tong li yuan sheng feng jia rui kai bo lian chuang mei jin hong wei tai shun fu an "
    "heng yi de cheng run zhi ze xiang long qi ming yang tian hai xing guang"
).split()
TRADES = (
    "Trading|Import and Export|Technology|Electronic Technology|E-Commerce|Network Technology|Garment|"
    "Jewelry|International Trade|Supply Chain|Industrial|Craft|Toys|Leather|Shoes|Lighting|Home Textile|"
    "Cosmetics|Digital Technology|Household Products|Plastic Products|Auto Parts|Culture Communication"
).split("|")
FIRM_ENDS = ("Co., Ltd.", "Co.,Ltd", "CO LTD", "Company Limited", "Ltd", "Limited", "Co. Ltd.")

PEOPLES: dict[str, tuple[list[str], list[str]]] = {
    "english": (
        "James Mary John Linda Robert Susan David Karen William Emma Olivia Daniel Sarah Thomas Laura Peter "
        "Alice Henry Grace Oliver Sophie Jack Emily George Lucy Mark Anna Paul Kate Simon Helen".split(),
        "Smith Jones Taylor Brown Wilson Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White "
        "Hughes Edwards Green Hall Wood Harris Clarke Jackson Turner Hill Scott Cooper Morris Ward Baker".split(),
    ),
    "spanish": (
        "Maria Jose Carmen Antonio Ana Manuel Laura Javier Lucia Carlos Sofia Miguel Paula Pedro Elena Luis "
        "Marta Diego Sara Pablo Julia Alvaro Rosa Jorge Isabel Ramon Alejandra Fernando Gabriela".split(),
        "Garcia Fernandez Gonzalez Rodriguez Lopez Martinez Sanchez Perez Gomez Martin Jimenez Ruiz Diaz "
        "Moreno Alvarez Romero Alonso Gutierrez Navarro Torres Dominguez Vazquez Ramos Gil Ramirez Serrano".split(),
    ),
    "russian": (
        "Anna Ivan Olga Sergey Elena Dmitry Natalia Alexey Irina Andrey Tatiana Mikhail Svetlana Pavel Maria "
        "Nikolay Ekaterina Denis Yulia Roman Galina Viktor Ksenia Artem Daria Kirill".split(),
        "Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov Volkov "
        "Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Makarov Zakharov Zaitsev".split(),
    ),
    "arabic": (
        "Mohammed Ahmed Fatima Ali Omar Layla Hassan Amina Yusuf Mariam Khalid Noor Ibrahim Sara Mustafa Huda "
        "Tariq Salma Abdullah Rania Karim Zainab Samir Dina Walid Hana".split(),
        "Haddad Nasser Saleh Mansour Khoury Hamdan Darwish Aziz Farouk Suleiman Rahman Bakr Shahin Awad "
        "Qasim Younes Fahmy Sabry Hijazi Barakat Zaki Taha Ismail Jaber".split(),
    ),
    "vietnamese": (
        "Thi Hoa|Van Minh|Thi Lan|Duc Anh|Thu Huong|Quang Huy|Ngoc Anh|Minh Tuan|Thanh Hang|Hoang Nam|"
        "Thi Mai|Van Hung|Bao Chau|Gia Bao".split("|"),
        "Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly".split(),
    ),
    "indian": (
        "Priya Rahul Anjali Amit Neha Rajesh Pooja Vikram Sunita Arjun Kavita Sanjay Deepa Ravi Meera Anil".split(),
        "Sharma Patel Singh Kumar Gupta Reddy Nair Iyer Mehta Joshi Verma Das Rao Chopra Desai Kapoor".split(),
    ),
    "korean": (
        "Min-jun Seo-yeon Ji-hoon Ha-eun Do-yun Su-bin Hyun-woo Ye-jin Jun-ho Eun-ji Sung-min Na-rae".split(),
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon".split(),
    ),
}
SHARES = {
    "english": 500,
    "spanish": 350,
    "russian": 250,
    "arabic": 300,
    "vietnamese": 200,
    "indian": 150,
    "korean": 100,
}
"""How many of each ten thousand names."""

FIRM_WORDS = (
    "Blue River Sunrise Maple Harbor Crystal Northern Alpha Nova Prime Vertex Summit Orchid Cedar Atlas "
    "Pioneer Silver Lotus Emerald Polar Coral Meridian Falcon Horizon Juniper Delta Amber Willow".split()
)
FIRM_TRADES = (
    "Trading Imports Fashion Electronics Foods Logistics Sports Beauty Outdoor Books Furniture Tools Toys "
    "Optics Pharma Textiles Coffee Wines Music Garden".split()
)
WESTERN_ENDS = ("LLC", "Ltd", "GmbH", "Inc.", "S.L.", "SARL", "B.V.", "Pty Ltd", "OOO", "")

STREETS = (
    "Renmin Zhongshan Jiefang Jianshe Heping Xinhua Wenhua Beijing Nanjing Changjiang Huanghe Guangming"
).split()
